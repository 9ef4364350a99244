package dev.pgconvoy.worker.copier;

import dev.pgconvoy.event.CopyTask;
import dev.pgconvoy.event.TaskResult;
import dev.pgconvoy.event.TraceContext;
import dev.pgconvoy.migration.MigrationId;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Tells tracing of tasks that took long or failed, in the trace of their migration; of each
/// migration a bounded number.
public final class TaskSpans {

    static final Duration SHORTEST = Duration.ofSeconds(1);
    static final int MOST_OF_A_MIGRATION = 1_000;
    private static final int MOST_MIGRATIONS = 1_000;

    private final Tracer tracer;
    private final Supplier<Instant> clock;
    private final Map<MigrationId, Integer> told = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<MigrationId, Integer> eldest) {
            return size() > MOST_MIGRATIONS;
        }
    };

    public TaskSpans(OpenTelemetry telemetry, Supplier<Instant> clock) {
        this.tracer = telemetry.getTracer("pgconvoy");
        this.clock = clock;
    }

    /// @param traceparent of the task; without one there is nothing to tell
    void tried(
            CopyTask task, TaskResult.Outcome outcome, Duration took, CopyMeter meter, Optional<String> traceparent) {
        var isWorthIt = outcome instanceof TaskResult.Failed || took.compareTo(SHORTEST) >= 0;
        var trace = traceparent.flatMap(TraceContext::parse);
        if (trace.isEmpty() || !isWorthIt || !isOneOfTheFirst(task.id())) {
            return;
        }
        var end = clock.get();
        var span = tracer.spanBuilder("pgconvoy.task " + task.work().measuredAs())
                .setParent(parent(trace.get()))
                .setSpanKind(SpanKind.CLIENT)
                .setStartTimestamp(end.minus(took))
                .setAttribute("db.system.name", "postgresql")
                .setAttribute("db.namespace", task.database())
                .setAttribute("server.address", task.target().host())
                .setAttribute("server.port", task.target().port())
                .setAttribute("pgconvoy.migration.id", task.id().toString())
                .setAttribute("pgconvoy.task.id", task.taskId())
                .setAttribute("pgconvoy.task.units", task.work().units().size())
                .setAttribute("pgconvoy.task.bytes", meter.bytes())
                .setAttribute("pgconvoy.task.rows", meter.rows())
                .startSpan();
        TaskContext.of(task).table().ifPresent(table -> span.setAttribute("db.collection.name", table.toString()));
        if (outcome instanceof TaskResult.Failed(var failure)) {
            span.setStatus(StatusCode.ERROR)
                    .setAttribute("error.type", failure.code().name().toLowerCase(Locale.ROOT));
        }
        span.end(end);
    }

    private synchronized boolean isOneOfTheFirst(MigrationId id) {
        return told.merge(id, 1, Integer::sum) <= MOST_OF_A_MIGRATION;
    }

    private static Context parent(TraceContext trace) {
        return Context.root()
                .with(Span.wrap(SpanContext.createFromRemoteParent(
                        trace.traceId(),
                        trace.spanId(),
                        TraceFlags.fromHex(trace.flags(), 0),
                        TraceState.getDefault())));
    }
}
