package dev.pgconvoy.worker.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SourceWatchTest {

    private final FakeSourceSession holder = new FakeSourceSession();
    private final List<FakeSourceSession> opened = new CopyOnWriteArrayList<>();
    private volatile String start = "started 1 ";
    private volatile int broken;

    @AfterEach
    void clearInterrupt() {
        Thread.interrupted();
    }

    private SourceSession open() throws SQLException {
        if (broken > 0) {
            broken--;
            throw new SQLException("refused", "08001");
        }
        var session = new FakeSourceSession() {
            @Override
            public String tell(String file) throws SQLException {
                super.tell(file);
                return start;
            }
        };
        opened.add(session);
        return session;
    }

    private SourceWatch watch() throws SQLException {
        return SourceWatch.start(holder, this::open, Duration.ofMillis(1));
    }

    private boolean isNoticed(SourceWatch watch) {
        try {
            watch.requireNotStartedAgain("database \"shop\"");
            return false;
        } catch (MigrationException e) {
            return e.failure().code() == FailureCode.SNAPSHOT_LOST;
        }
    }

    @Test
    void a_source_that_goes_on_is_looked_at_in_one_session() throws Exception {
        try (var watch = watch()) {
            await().until(() -> opened.size() == 1 && opened.getFirst().calls.size() > 3);

            watch.requireNotStartedAgain("database \"shop\"");
        }

        assertThat(opened)
                .singleElement()
                .satisfies(session ->
                        assertThat(session.calls).startsWith("answer within 5").endsWith("close"));
        assertThat(holder.calls).as("the holder is asked once").hasSize(1);
    }

    @Test
    void that_it_was_started_again_is_noticed() throws Exception {
        try (var watch = watch()) {
            start = "started 2 ";

            await().until(() -> isNoticed(watch));
        }
    }

    @Test
    void a_session_that_breaks_is_opened_again() throws Exception {
        broken = 2;
        try (var watch = watch()) {
            await().until(() -> !opened.isEmpty());
            opened.getFirst().lost = new SQLException("terminated", "57P01");

            await().until(() -> opened.size() > 1);
            assertThat(opened.getFirst().calls).endsWith("close");
            assertThat(isNoticed(watch)).isFalse();
        }
    }

    @Test
    void who_closes_it_keeps_the_interrupt() throws Exception {
        var watch = watch();
        Thread.currentThread().interrupt();

        watch.close();

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void it_does_not_start_without_the_holder() {
        holder.lost = new SQLException("terminated", "57P01");

        assertThatExceptionOfType(SQLException.class).isThrownBy(this::watch);
    }
}
