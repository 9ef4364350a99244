package dev.pgconvoy.monitor.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ViewChangeSignalTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final ViewChangeSignal arrivals = new ViewChangeSignal();
    private final AtomicReference<String> known = new AtomicReference<>();

    private Optional<String> wanted() {
        return Optional.ofNullable(known.get());
    }

    @Test
    void what_is_there_is_not_waited_for() {
        known.set("here");

        assertThat(arrivals.await(this::wanted, Duration.ZERO)).contains("here");
    }

    @Test
    void who_waits_is_woken_by_what_arrives() throws Exception {
        var asked = new CountDownLatch(1);
        var waiting = CompletableFuture.supplyAsync(() -> arrivals.await(
                () -> {
                    asked.countDown();
                    return wanted();
                },
                LONG));
        asked.await();

        arrivals.happened();
        known.set("here");
        arrivals.happened();

        assertThat(waiting.orTimeout(10, TimeUnit.SECONDS).join()).contains("here");
    }

    @Test
    void who_waits_in_vain_is_told_so() {
        assertThat(arrivals.await(this::wanted, Duration.ofMillis(5))).isEmpty();
    }
}
