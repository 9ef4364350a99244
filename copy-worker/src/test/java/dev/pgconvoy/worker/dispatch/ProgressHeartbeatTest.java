package dev.pgconvoy.worker.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pgconvoy.migration.Observation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class ProgressHeartbeatTest {

    private static final Observation.Progressed PROGRESS = new Observation.Progressed(1, List.of());

    private final List<Observation> repeated = new CopyOnWriteArrayList<>();

    private ProgressHeartbeat heartbeat(Duration every) {
        return new ProgressHeartbeat(repeated::add, every);
    }

    @Test
    void the_last_counters_are_repeated_while_nothing_else_is_said() {
        try (var heartbeat = heartbeat(Duration.ofMillis(5))) {
            heartbeat.said(PROGRESS);

            await().until(() -> repeated.size() >= 2);
            assertThat(repeated).containsOnly(PROGRESS);
        }
    }

    @Test
    void nothing_is_repeated_before_something_was_said_nor_after_the_end() {
        var heartbeat = heartbeat(Duration.ofMillis(5));
        await().during(Duration.ofMillis(50)).until(repeated::isEmpty);
        heartbeat.close();

        heartbeat.said(PROGRESS);

        await().during(Duration.ofMillis(50)).until(repeated::isEmpty);
    }

    @Test
    void counters_that_were_said_a_moment_ago_are_not_repeated_at_once() {
        try (var heartbeat = heartbeat(Duration.ofMillis(400))) {
            await().during(Duration.ofMillis(1_000)).until(() -> {
                heartbeat.said(PROGRESS);
                return repeated.isEmpty();
            });
        }
    }
}
