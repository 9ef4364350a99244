package dev.pgconvoy.worker.copier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.copy.Work;
import dev.pgconvoy.event.TaskResult;
import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.failure.FailureCode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CopierMetricsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final CopierMetrics metrics = new CopierMetrics(registry, 6);

    @Test
    void what_went_through_stays_counted_when_its_try_is_undone() {
        var meter = new CopyMeter(metrics::moved);
        meter.add(3, 100);
        meter.restart();
        meter.add(3, 100);

        assertThat(registry.get("pgconvoy.worker.copied.bytes").counter().count())
                .isEqualTo(200);
        assertThat(registry.get("pgconvoy.worker.copied.rows").counter().count())
                .isEqualTo(6);
        assertThat(meter.bytes()).isEqualTo(100);
    }

    @Test
    void a_busy_slot_is_counted_until_its_task_ends() {
        metrics.began();
        assertThat(registry.get("pgconvoy.worker.slots.busy").gauge().value()).isOne();

        metrics.ended();
        assertThat(registry.get("pgconvoy.worker.slots.busy").gauge().value()).isZero();
        assertThat(registry.get("pgconvoy.worker.slots").gauge().value()).isEqualTo(6);
    }

    @Test
    void a_try_counts_by_its_kind_and_by_how_it_ended() {
        var work = new Work.RunStatements(List.of());
        metrics.tried(
                work,
                new TaskResult.Failed(new Failure(FailureCode.SERVER_UNAVAILABLE, "db", "full", "")),
                Duration.ofSeconds(2));

        assertThat(registry.get("pgconvoy.worker.task.duration")
                        .tags("kind", "statements", "outcome", "server-unavailable")
                        .timer()
                        .count())
                .isOne();
    }
}
