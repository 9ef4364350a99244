package dev.pgconvoy.monitor.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.event.MigrationEvent;
import dev.pgconvoy.lifecycle.Lifecycle;
import dev.pgconvoy.lifecycle.Migration;
import dev.pgconvoy.monitor.MigrationSamples;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MigrationSpansTest {

    private static final String ID = "orders/move";
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";

    private final ToldSpans told = new ToldSpans();
    private final MigrationSpans spans = new MigrationSpans(told.telemetry());
    private final MigrationSamples samples = new MigrationSamples(ID);
    private @Nullable Migration migration;

    private void happens(MigrationEvent event, long seconds) {
        var at = MigrationSamples.T0.plusSeconds(seconds);
        var before = migration;
        var next = Lifecycle.fold(before, event, at).next();
        migration = next;
        if (next != null) {
            spans.changed(ID, before, next, at, PARENT);
        }
    }

    private static long seconds(SpanData span) {
        return TimeUnit.NANOSECONDS.toSeconds(span.getEndEpochNanos() - span.getStartEpochNanos());
    }

    private static Instant begin(SpanData span) {
        return Instant.ofEpochSecond(TimeUnit.NANOSECONDS.toSeconds(span.getStartEpochNanos()));
    }

    @Test
    void each_phase_and_the_whole_are_spans_of_one_trace() {
        happens(samples.requested(), 0);
        happens(samples.validated(), 10);
        happens(samples.submitted(), 25);
        happens(samples.finished(1), 100);

        assertThat(told.all())
                .isNotEmpty()
                .allSatisfy(span -> assertThat(span.getTraceId()).isEqualTo(TRACE))
                .allSatisfy(
                        span -> assertThat(span.getAttributes().get(AttributeKey.stringKey("pgconvoy.migration.id")))
                                .isEqualTo(ID));
        assertThat(told.all().getFirst().getName()).startsWith("pgconvoy.phase ");
        assertThat(begin(told.all().getFirst())).isEqualTo(MigrationSamples.T0);
        assertThat(seconds(told.all().getFirst())).isEqualTo(10);
        var whole = told.all().getLast();
        assertThat(whole.getName()).isEqualTo("pgconvoy.migration");
        assertThat(seconds(whole)).isEqualTo(100);
        assertThat(whole.getAttributes().get(AttributeKey.stringKey("pgconvoy.migration.state")))
                .isEqualTo("Succeeded");
    }

    @Test
    void a_phase_whose_begin_was_not_seen_is_not_told() {
        migration =
                Lifecycle.fold(null, samples.requested(), MigrationSamples.T0).next();

        happens(samples.validated(), 10);

        assertThat(told.all()).isEmpty();
    }
}
