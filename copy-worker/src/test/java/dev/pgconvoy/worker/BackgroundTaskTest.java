package dev.pgconvoy.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class BackgroundTaskTest {

    private final AtomicInteger closed = new AtomicInteger();

    @Test
    void a_result_that_nobody_took_is_closed() {
        var made = new CountDownLatch(1);
        try (var aside = BackgroundTask.<AutoCloseable>start(() -> {
            made.countDown();
            return closed::incrementAndGet;
        })) {
            await().until(() -> made.getCount() == 0);
            assertThat(aside).isNotNull();
        }

        assertThat(closed).hasValue(1);
    }

    /// Such as one that waits for somebody's lock.
    @Test
    @Timeout(20)
    void who_is_interrupted_while_waiting_for_the_result_does_not_wait_for_its_end() {
        var never = new CountDownLatch(1);
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> {
            try (var aside = BackgroundTask.startInSnapshot(() -> {
                never.await();
                return "";
            })) {
                aside.result();
            }
        });
    }

    @Test
    void a_result_that_was_taken_belongs_to_whoever_took_it() throws Exception {
        try (var aside = BackgroundTask.<AutoCloseable>start(() -> closed::incrementAndGet)) {
            assertThat(aside.result()).isNotNull();
        }

        assertThat(closed).hasValue(0);
    }
}
