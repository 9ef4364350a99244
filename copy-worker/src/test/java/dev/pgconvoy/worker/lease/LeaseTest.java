package dev.pgconvoy.worker.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LeaseTest {

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5); // a monotonic clock may pass its largest value
    private final Lease lease = Lease.startingNow(Duration.ofNanos(100), clock::get);

    @Test
    void a_lease_that_nobody_renewed_is_lost_when_its_time_has_passed() {
        clock.addAndGet(99);
        assertThat(lease.isLost()).isFalse();
        assertThat(lease.remaining()).isEqualTo(Duration.ofNanos(1));

        clock.addAndGet(1);

        assertThat(lease.isLost()).isTrue();
        assertThat(lease.remaining()).isZero();
    }

    @Test
    void a_renewal_counts_from_when_it_was_asked_for() {
        var asked = clock.addAndGet(50);
        clock.addAndGet(40);
        lease.renewed(asked);

        clock.addAndGet(59);
        assertThat(lease.isLost()).isFalse();
        clock.addAndGet(1);

        assertThat(lease.isLost()).isTrue();
    }

    @Test
    void a_confirmation_that_comes_too_late_is_none_even_if_nobody_has_looked() {
        var asked = clock.addAndGet(90);
        clock.addAndGet(10);

        lease.renewed(asked);

        assertThat(lease.isLost()).isTrue();
    }

    @Test
    void a_lost_lease_stays_lost() {
        lease.lose();

        lease.renewed(clock.get());

        assertThat(lease.isLost()).isTrue();
        assertThat(lease.remaining()).isZero();
    }
}
