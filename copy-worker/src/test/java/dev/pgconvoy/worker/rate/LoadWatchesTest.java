package dev.pgconvoy.worker.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pgconvoy.event.CopyTask;
import dev.pgconvoy.event.RateClaim;
import dev.pgconvoy.event.TaskProgress.Slowed;
import dev.pgconvoy.fixture.CopyWork;
import dev.pgconvoy.migration.rate.GentleOptions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The source says what it is told to say; claims come back as soon as they are sent.
@Timeout(60)
class LoadWatchesTest {

    private static final long MIB = 1L << 20;
    private static final CopyTask TASK =
            CopyWork.aGentleTask(new GentleOptions(Optional.of(50), Optional.empty(), Optional.empty()));

    private final AtomicLong clock = new AtomicLong();
    private final List<RateClaim> sent = new CopyOnWriteArrayList<>();
    private final SharedRates rates = new SharedRates("worker", this::send, clock::get);
    private final FakeReader reader = new FakeReader();
    private final LoadWatches watches = new LoadWatches(rates, () -> reader);
    private long offset;

    private static final class FakeReader implements LoadReader {

        private final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch answered = new CountDownLatch(1);
        private int sessions;
        private boolean isGone;
        private boolean isSlow;
        private boolean isClosed;

        @Override
        public SourceLoad read(CopyTask task) throws SQLException {
            if (isSlow) {
                asked.countDown();
                waitForAnswer();
            }
            if (isGone) {
                throw new SQLException("gone");
            }
            return new SourceLoad(sessions, Optional.empty(), Optional.empty());
        }

        private void waitForAnswer() throws SQLException {
            try {
                answered.await();
            } catch (InterruptedException e) {
                throw new SQLException(e);
            }
        }

        @Override
        public void close() {
            isClosed = true;
        }
    }

    @AfterEach
    void close() {
        watches.close();
        rates.close();
    }

    private synchronized void send(RateClaim claim) {
        sent.add(claim);
        rates.hear(claim, 0, offset++);
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    private void look() {
        watches.watched().forEach(LoadWatch::look);
    }

    /// Reads 100 MiB in the second before the next look.
    private RateGate reading() throws InterruptedException {
        pass(Duration.ofNanos(RateShares.REMEMBERED));
        var gate = watches.gate(TASK);
        gate.enter();
        await().until(() -> !sent.isEmpty() && sent.getLast().bytesPerSecond() > 0);
        look();
        var copy = Thread.ofVirtual().start(() -> gate.pass(100 * MIB));
        pass(Duration.ofSeconds(1));
        copy.join();
        return gate;
    }

    @Test
    void a_source_with_no_more_to_do_than_it_may_is_read_at_full_speed() throws InterruptedException {
        reader.sessions = 50;
        var gate = reading();

        look();

        assertThat(gate.slowed()).isEmpty();
    }

    @Test
    void a_busy_source_is_read_at_half_the_speed_and_the_workers_are_told() throws InterruptedException {
        var gate = reading();
        reader.sessions = 61;

        look();

        assertThat(gate.slowed()).contains(new Slowed(50 * MIB, "61 sessions of others are active, and 50 may be"));
        pass(Duration.ofMillis(20));
        await().until(() -> sent.getLast().maxBytesPerSecond() == 50 * MIB);
    }

    @Test
    void a_source_that_cannot_be_asked_is_read_as_before() throws InterruptedException {
        var gate = reading();
        reader.sessions = 61;
        look();
        var before = gate.slowed();
        reader.isGone = true;

        look();

        assertThat(gate.slowed()).isEqualTo(before).isPresent();
    }

    @Test
    void a_source_that_nobody_copies_from_any_more_is_let_go() throws InterruptedException {
        var gate = reading();
        gate.leave();

        for (var looks = 0; looks < 12; looks++) {
            look();
        }

        assertThat(reader.isClosed).isTrue();
        assertThat(watches.watched()).isEmpty();
    }

    @Test
    void between_two_copies_a_busy_source_stays_limited_before_it_is_looked_at_again() throws InterruptedException {
        var gate = reading();
        reader.sessions = 61;
        look();
        gate.leave();
        pass(Duration.ofSeconds(5));
        await().until(() -> sent.getLast().copies() == 0);
        var before = sent.size();

        watches.gate(TASK).enter();

        await().until(() -> sent.size() > before);
        assertThat(sent.getLast().maxBytesPerSecond()).isEqualTo(50 * MIB);
    }

    @Test
    void what_a_source_bore_is_forgotten_with_it() throws InterruptedException {
        var gate = reading();
        reader.sessions = 61;
        look();
        gate.leave();
        for (var looks = 0; looks < 12; looks++) {
            look();
        }
        pass(Duration.ofSeconds(5));
        await().until(() -> sent.getLast().copies() == 0);
        var before = sent.size();

        watches.gate(TASK).enter();

        await().until(() -> sent.size() > before);
        assertThat(sent.getLast().maxBytesPerSecond()).isGreaterThan(50 * MIB);
    }

    @Test
    void a_look_that_ends_after_the_watch_limits_nothing() throws InterruptedException {
        var gate = reading();
        reader.sessions = 61;
        reader.isSlow = true;
        var watch = watches.watched().getFirst();
        var looking = Thread.ofVirtual().start(watch::look);
        assertThat(reader.asked.await(10, TimeUnit.SECONDS)).isTrue();

        watch.close();
        reader.answered.countDown();
        looking.join();

        assertThat(reader.isClosed).isTrue();
        assertThat(gate.slowed()).isEmpty();
        var before = sent.size();
        pass(Duration.ofSeconds(1));
        await().until(() -> sent.size() > before);
        assertThat(sent.getLast().maxBytesPerSecond()).isGreaterThan(50 * MIB);
    }

    @Test
    void a_copy_that_need_not_be_gentle_has_nobody_look() {
        watches.gate(CopyWork.aLimitedTask()).enter();

        assertThat(watches.watched()).isEmpty();
    }
}
