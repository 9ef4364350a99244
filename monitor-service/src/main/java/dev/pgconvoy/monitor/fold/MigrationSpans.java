package dev.pgconvoy.monitor.fold;

import dev.pgconvoy.event.TraceContext;
import dev.pgconvoy.lifecycle.Migration;
import dev.pgconvoy.migration.MigrationState;
import dev.pgconvoy.migration.Substate;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Tells tracing of each phase of a migration when it is over, and of the migration at its end. A phase whose begin
/// this monitor has not seen is not told.
final class MigrationSpans {

    private static final int MOST_REMEMBERED = 10_000;

    private record Phase(Substate substate, Instant since) {}

    private final Tracer tracer;
    /// By the id of the migration; Streams has several threads.
    private final Map<String, Phase> phases = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Phase> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    MigrationSpans(OpenTelemetry telemetry) {
        this.tracer = telemetry.getTracer("pgconvoy");
    }

    /// @param traceparent of the migration
    void changed(String id, @Nullable Migration before, Migration next, Instant at, String traceparent) {
        if (before != null && before.substate() == next.substate() && before.state() == next.state()) {
            return;
        }
        var parent = TraceContext.parse(traceparent).map(MigrationSpans::parent).orElseGet(Context::root);
        var ended = next.isFinal() ? forget(id) : begin(id, new Phase(next.substate(), at));
        if (ended != null && before != null && ended.substate() == before.substate()) {
            span(parent, "pgconvoy.phase " + ended.substate().text(), id, ended.since())
                    .end(at);
        }
        if (next.isFinal() && before != null) {
            tell(parent, id, next, at);
        }
    }

    private synchronized @Nullable Phase begin(String id, Phase phase) {
        return phases.put(id, phase);
    }

    private synchronized @Nullable Phase forget(String id) {
        return phases.remove(id);
    }

    private void tell(Context parent, String id, Migration ended, Instant at) {
        var request = ended.dossier().request();
        var span = span(parent, "pgconvoy.migration", id, ended.dossier().requestedAt())
                .setAttribute("pgconvoy.migration.state", ended.state().text())
                .setAttribute("pgconvoy.source.address", request.source().host())
                .setAttribute("pgconvoy.source.port", request.source().port())
                .setAttribute("server.address", request.target().host())
                .setAttribute("server.port", request.target().port())
                .setAttribute("db.system.name", "postgresql");
        if (ended.state() == MigrationState.FAILED || ended.state() == MigrationState.VALIDATION_FAILED) {
            span.setStatus(StatusCode.ERROR)
                    .setAttribute("error.type", ended.state().text());
        }
        span.end(at);
    }

    private Span span(Context parent, String name, String id, Instant since) {
        return tracer.spanBuilder(name)
                .setParent(parent)
                .setStartTimestamp(since)
                .setAttribute("pgconvoy.migration.id", id)
                .startSpan();
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
