package dev.pgconvoy.worker.copier;

import static dev.pgconvoy.fixture.Fixtures.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.event.CopyTask;
import dev.pgconvoy.event.TaskResult;
import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.fixture.CopyWork;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TaskSpansTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final Optional<String> PARENT = Optional.of("00-" + TRACE + "-00f067aa0ba902b7-01");
    private static final TaskResult.Outcome DONE = new TaskResult.Done(List.of());

    private final RecordedSpans recorded = new RecordedSpans();
    private final TaskSpans spans = new TaskSpans(recorded.telemetry(), () -> NOON);
    private final CopyTask task = CopyWork.aTask(CopyWork.copyLargeObjects());

    private void tried(TaskResult.Outcome outcome, Duration took) {
        spans.tried(task, outcome, took, new CopyMeter(), PARENT);
    }

    @Test
    void a_task_that_took_long_is_a_span_of_its_migrations_trace() {
        tried(DONE, Duration.ofSeconds(7));

        assertThat(recorded.all()).singleElement().satisfies(span -> {
            assertThat(span.getTraceId()).isEqualTo(TRACE);
            assertThat(span.getParentSpanId()).isEqualTo("00f067aa0ba902b7");
            assertThat(span.getName()).startsWith("pgconvoy.task ");
            assertThat(span.getEndEpochNanos()).isEqualTo(TimeUnit.SECONDS.toNanos(NOON.getEpochSecond()));
            assertThat(span.getEndEpochNanos() - span.getStartEpochNanos()).isEqualTo(TimeUnit.SECONDS.toNanos(7));
            assertThat(span.getAttributes().get(AttributeKey.stringKey("db.namespace")))
                    .isEqualTo(task.database());
            assertThat(span.getAttributes().get(AttributeKey.stringKey("pgconvoy.migration.id")))
                    .isEqualTo(task.id().toString());
            assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        });
    }

    @Test
    void a_small_one_is_none_unless_it_failed() {
        tried(DONE, Duration.ofMillis(999));
        assertThat(recorded.all()).isEmpty();

        tried(
                new TaskResult.Failed(new Failure(FailureCode.CONNECTION_LOST, "shop", "gone", "wait")),
                Duration.ofMillis(5));

        assertThat(recorded.all()).singleElement().satisfies(span -> {
            assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
            assertThat(span.getAttributes().get(AttributeKey.stringKey("error.type")))
                    .isEqualTo("connection_lost");
            assertThat(span.getAttributes().asMap().values()).doesNotContain("gone");
        });
    }

    @Test
    void what_belongs_to_no_trace_is_not_told() {
        spans.tried(task, DONE, Duration.ofHours(1), new CopyMeter(), Optional.empty());

        assertThat(recorded.all()).isEmpty();
    }

    @Test
    void of_one_migration_no_more_than_so_many_are_told() {
        for (var number = 0; number < TaskSpans.MOST_OF_A_MIGRATION + 10; number++) {
            tried(DONE, TaskSpans.SHORTEST);
        }

        assertThat(recorded.all()).hasSize(TaskSpans.MOST_OF_A_MIGRATION);
    }
}
