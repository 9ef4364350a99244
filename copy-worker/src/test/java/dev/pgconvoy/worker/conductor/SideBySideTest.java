package dev.pgconvoy.worker.conductor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SideBySideTest {

    private static final Duration NO_PATIENCE = Duration.ZERO;

    private final AtomicBoolean stopped = new AtomicBoolean();

    @AfterEach
    void clear() {
        Thread.interrupted();
        MDC.remove("migration");
    }

    private <T> List<T> run(List<SideBySide.Work<T>> works, int atOnce) throws SQLException, InterruptedException {
        return SideBySide.run(works, atOnce, () -> stopped.set(true));
    }

    @Test
    void results_come_in_the_order_of_the_works_whatever_takes_longest() throws Exception {
        var second = new CountDownLatch(1);
        List<SideBySide.Work<String>> works = List.of(
                () -> {
                    second.await();
                    return "first";
                },
                () -> {
                    second.countDown();
                    return "second";
                });

        assertThat(run(works, 2)).containsExactly("first", "second");
        assertThat(stopped).isFalse();
    }

    @Test
    void no_more_run_at_once_than_are_allowed() throws Exception {
        var running = new AtomicInteger();
        var most = new AtomicInteger();
        var works = IntStream.range(0, 20)
                .mapToObj(number -> (SideBySide.Work<Integer>) () -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    Thread.sleep(5);
                    running.decrementAndGet();
                    return number;
                })
                .toList();

        assertThat(run(works, 3)).hasSize(20);
        assertThat(most.get()).isBetween(2, 3);
    }

    @Test
    void the_first_failure_is_thrown_once_the_others_have_stopped_and_nothing_more_begins() {
        var isStopped = new AtomicBoolean();
        var begun = new AtomicBoolean();
        var both = new CountDownLatch(2);
        List<SideBySide.Work<String>> works = List.of(
                () -> {
                    both.countDown();
                    both.await();
                    throw new SQLException("broken", "08006");
                },
                () -> {
                    both.countDown();
                    while (!stopped.get()) {
                        Thread.sleep(5);
                    }
                    isStopped.set(true);
                    throw new InterruptedException("asked to stop");
                },
                () -> {
                    begun.set(true);
                    return "third";
                });

        assertThatExceptionOfType(SQLException.class).isThrownBy(() -> run(works, 2));
        assertThat(isStopped).isTrue();
        assertThat(begun).isFalse();
    }

    @Test
    void who_does_not_stop_is_interrupted_when_patience_is_over() {
        List<SideBySide.Work<String>> works = List.of(
                () -> {
                    throw new IllegalStateException("impossible");
                },
                () -> {
                    new CountDownLatch(1).await();
                    return "never";
                });

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> SideBySide.run(works, 2, () -> {}, NO_PATIENCE));
    }

    @Test
    void who_interrupts_the_caller_interrupts_all_of_them_and_they_are_waited_for() throws Exception {
        var begun = new CountDownLatch(2);
        var ended = new AtomicInteger();
        SideBySide.Work<String> work = () -> {
            try {
                begun.countDown();
                new CountDownLatch(1).await();
                return "never";
            } finally {
                ended.incrementAndGet();
            }
        };
        var caller = Thread.currentThread();
        Thread.ofVirtual().start(() -> {
            try {
                begun.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            caller.interrupt();
        });

        assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> run(List.of(work, work), 2));
        assertThat(ended).hasValue(2);
    }

    @Test
    void what_they_log_names_the_migration() throws Exception {
        MDC.put("migration", "move-the-shop");
        List<SideBySide.Work<Object>> works = List.of(() -> MDC.get("migration"));

        assertThat(run(works, 2)).containsExactly("move-the-shop");
    }

    @Test
    void nothing_to_do_ends_at_once() throws Exception {
        assertThat(run(List.<SideBySide.Work<String>>of(), 4)).isEmpty();
    }

    @Test
    void an_error_ends_the_others_and_is_thrown() {
        List<SideBySide.Work<String>> works = List.of(
                () -> {
                    throw new NoClassDefFoundError("of a class");
                },
                () -> {
                    while (!stopped.get()) {
                        Thread.sleep(5);
                    }
                    return "second";
                });

        assertThatExceptionOfType(NoClassDefFoundError.class).isThrownBy(() -> run(works, 2));
    }
}
