package dev.pgconvoy.worker.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RecentlySeenTest {

    private final AtomicLong clock = new AtomicLong();
    private final RecentlySeen<String> seen = new RecentlySeen<>(Duration.ofNanos(10), 2, clock::get);

    @Test
    void what_was_seen_is_remembered_for_its_time() {
        seen.add("one");
        clock.addAndGet(9);
        assertThat(seen.contains("one")).isTrue();

        clock.addAndGet(1);

        assertThat(seen.contains("one")).isFalse();
    }

    @Test
    void of_too_many_the_latest_are_remembered() {
        seen.add("one");
        seen.add("two");
        seen.add("one");

        seen.add("three");

        assertThat(seen.contains("one")).isTrue();
        assertThat(seen.contains("two")).isFalse();
        assertThat(seen.contains("three")).isTrue();
    }
}
