package dev.pgconvoy.worker.copier;

import dev.pgconvoy.copy.Work;
import dev.pgconvoy.event.TaskResult;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/// What the slots of this process do, over all migrations.
public final class CopierMetrics {

    private static final String DONE = "done";
    private static final String GIVEN_BACK = "given-back";

    private final MeterRegistry registry;
    private final Counter bytes;
    private final Counter rows;
    private final AtomicInteger busy = new AtomicInteger();

    public CopierMetrics(MeterRegistry registry, int slots) {
        this.registry = registry;
        Gauge.builder("pgconvoy.worker.slots", () -> slots).register(registry);
        registry.gauge("pgconvoy.worker.slots.busy", busy);
        bytes = Counter.builder("pgconvoy.worker.copied.bytes")
                .description("Bytes of COPY data that went through, those of tries that failed later, too")
                .register(registry);
        rows = Counter.builder("pgconvoy.worker.copied.rows")
                .description("Rows that went through, those of tries that failed later, too")
                .register(registry);
        Work.MEASURED.forEach(kind -> registry.timer("pgconvoy.worker.task.duration", "kind", kind, "outcome", DONE));
    }

    void began() {
        busy.incrementAndGet();
    }

    void ended() {
        busy.decrementAndGet();
    }

    void moved(long moreRows, long moreBytes) {
        rows.increment(moreRows);
        bytes.increment(moreBytes);
    }

    void tried(Work work, TaskResult.Outcome outcome, Duration took) {
        registry.timer("pgconvoy.worker.task.duration", "kind", work.measuredAs(), "outcome", word(outcome))
                .record(took);
    }

    private static String word(TaskResult.Outcome outcome) {
        return switch (outcome) {
            case TaskResult.Done _ -> DONE;
            case TaskResult.GivenBack _ -> GIVEN_BACK;
            case TaskResult.Failed(var failure) ->
                failure.code().name().toLowerCase(Locale.ROOT).replace('_', '-');
        };
    }
}
