package dev.pgconvoy.worker.conductor;

import static dev.pgconvoy.worker.conductor.SaidFacts.observation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.pgconvoy.event.CopyTask;
import dev.pgconvoy.event.Event;
import dev.pgconvoy.event.MigrationEvent.CancelRequested;
import dev.pgconvoy.event.TaskResult;
import dev.pgconvoy.event.TaskResult.UnitResult;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.migration.MigrationOption;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.migration.Report.Difference;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.secret.ServerSide;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// How two servers are compared, on servers in memory.
@Timeout(20)
class ComparisonAttemptsTest {

    private static final MigrationRequest REQUEST =
            Fixtures.aRequest().option(MigrationOption.VERIFY).build();

    private final RecordedServers servers = new RecordedServers();
    private final FakeComparison comparison = new FakeComparison(servers);
    private final List<String> sent = new ArrayList<>();
    private Consumer<Event> hearer = _ -> {};
    private final ConductorFixture conductor = new ConductorFixture(REQUEST, 1, this::hear, _ -> servers);
    private String targetChecksum = "7";

    @AfterEach
    void end() {
        Thread.interrupted();
        conductor.close();
    }

    private void hear(Event said) {
        hearer.accept(said);
        if (said instanceof CopyTask task) {
            sent.addAll(task.work().units());
            conductor.registry.hear(new TaskResult(
                    task.taskId(),
                    task.run(),
                    task.id(),
                    task.requestHash(),
                    task.epoch(),
                    task.database(),
                    "worker-2",
                    new TaskResult.Done(task.work().units().stream()
                            .map(unit -> new UnitResult(unit, 2, 1, 1, 2, "7", targetChecksum, List.of()))
                            .toList())));
        }
    }

    private void compare() throws InterruptedException {
        servers.comparisons = (_, _) -> comparison;
        new ComparisonAttempts(conductor.tools, conductor.delivery).compare();
    }

    private Observation.Failed failed() {
        var failed = conductor.facts.observed(Observation.Failed.class);
        assertThat(failed).hasSize(1);
        return failed.getFirst();
    }

    private List<String> differences() {
        return failed().report().orElseThrow().databases().getFirst().differences().stream()
                .map(Difference::object)
                .toList();
    }

    @Test
    void equal_databases_are_a_success() throws Exception {
        compare();

        assertThat(conductor.facts.observed(Observation.Finished.class))
                .singleElement()
                .satisfies(finished -> {
                    assertThat(finished.epoch()).isEqualTo(1);
                    assertThat(finished.report().databases().getFirst().verifiedTables())
                            .isEqualTo(2);
                    assertThat(finished.report().targetVersion()).isEqualTo("17.11");
                });
        assertThat(servers.steps)
                .containsSubsequence(
                        "snapshot of source",
                        "snapshot of target",
                        "hold source [public.orders, public.items]",
                        "hold target [public.orders, public.items]",
                        "compare large objects",
                        "compare rights",
                        "compare schemas of 13",
                        "versions");
        assertThat(sent).isNotEmpty().allMatch(unit -> unit.startsWith("verify"));
        assertThat(comparison.sequencesCompared)
                .as("those that both have")
                .containsExactly(new TableName("public", "two"));
        assertThat(comparison.taken.values()).allMatch(taken -> taken.isClosed());
    }

    @Test
    void rows_that_differ_are_a_failure_with_the_report() throws Exception {
        targetChecksum = "8";

        compare();

        assertThat(failed().failure().code()).isEqualTo(FailureCode.VERIFICATION_FAILED);
        assertThat(differences()).contains("public.orders", "public.items");
    }

    @Test
    void so_is_anything_else_that_differs() throws Exception {
        comparison.largeObjects = List.of(new Difference("large objects", "count", "2", "1"));

        compare();

        assertThat(differences()).containsExactly("large objects");
    }

    @Test
    void a_table_that_one_side_lacks_differs_even_when_the_schema_cannot_be_read() throws Exception {
        comparison.tables.put(ServerSide.TARGET, List.of(FakeCopy.ORDERS));
        comparison.targetSchema = Optional.empty();

        compare();

        assertThat(differences()).anyMatch(object -> object.contains("items"));
        assertThat(servers.steps).doesNotContain("compare schemas of 13");
    }

    @Test
    void what_either_user_may_not_read_is_noted_and_not_compared() throws Exception {
        comparison.unreadable.put(ServerSide.TARGET, Set.of(FakeCopy.ITEMS));

        compare();

        assertThat(conductor.facts.observed(Observation.Finished.class))
                .singleElement()
                .satisfies(finished -> assertThat(finished.report().notes())
                        .anySatisfy(note -> assertThat(note.message()).contains("it was not compared")));
        assertThat(servers.steps).contains("hold source [public.orders]");
    }

    @Test
    void what_may_pass_is_tried_again() throws Exception {
        servers.failAt("compare rights", "08006");

        compare();

        assertThat(conductor.facts.observed(Observation.Finished.class)).hasSize(1);
        assertThat(servers.steps.stream().filter("snapshot of source"::equals)).hasSize(2);
    }

    @Test
    void a_snapshot_that_was_lost_meanwhile_proves_nothing() throws Exception {
        servers.at(
                "compare schemas of 13",
                () -> comparison.taken.get(ServerSide.TARGET).lose());

        compare();

        assertThat(servers.steps.stream().filter("compare schemas of 13"::equals))
                .hasSize(2);
    }

    @Test
    void what_cannot_pass_ends_it_without_a_report() throws Exception {
        servers.failAt("snapshot of target", "42501");

        compare();

        assertThat(failed().failure().code()).isEqualTo(FailureCode.PERMISSION_DENIED);
        assertThat(failed().report()).isEmpty();
    }

    @Test
    void a_name_that_is_no_text_is_told_with_its_server() throws Exception {
        servers.failAt("catalog of target", "22021");

        compare();

        assertThat(failed().failure().code()).isEqualTo(FailureCode.DATA_REFUSED);
        assertThat(failed().failure().object()).isEqualTo("database \"shop\" of the target");
        assertThat(failed().failure().sentence()).contains("no text in UTF-8", "rename it there");
    }

    @Test
    void a_catalog_that_cannot_be_read_for_other_reasons_is_no_such_name() throws Exception {
        servers.failAt("catalog of source", "42501");

        compare();

        assertThat(failed().failure().code()).isEqualTo(FailureCode.PERMISSION_DENIED);
    }

    @Test
    void a_report_that_cannot_be_made_is_tried_again_too() throws Exception {
        servers.failAt("versions", "08006");

        compare();

        assertThat(conductor.facts.observed(Observation.Finished.class)).hasSize(1);
    }

    @Test
    void without_its_lease_it_says_nothing_more() {
        servers.at("snapshot of source", conductor::loseLease);

        assertThatExceptionOfType(InterruptedException.class).isThrownBy(this::compare);

        assertThat(conductor.facts.observed(Observation.Failed.class)).isEmpty();
    }

    @Test
    void an_end_that_was_announced_is_not_said_again() throws Exception {
        conductor.delivery.publisher().sayDurably(new Observation.Stopped(1, List.of()));

        compare();

        assertThat(servers.steps).isEmpty();
        assertThat(conductor.facts.observed(Observation.MigrationBegan.class)).isEmpty();
    }

    @Test
    void a_second_conductor_has_the_next_epoch() throws Exception {
        conductor.delivery.publisher().sayDurably(new Observation.MigrationBegan(1, "worker-0"));

        compare();

        assertThat(conductor.facts.observed(Observation.Finished.class))
                .extracting(Observation::epoch)
                .containsExactly(2);
    }

    @Test
    void a_cancellation_that_was_said_before_stops_it() throws Exception {
        conductor.delivery.publisher().publish(new CancelRequested(REQUEST.id(), "changed our minds"));

        compare();

        assertThat(conductor.facts.observed(Observation.Stopped.class)).hasSize(1);
        assertThat(servers.steps).isEmpty();
    }

    @Test
    void what_a_cancellation_breaks_off_did_not_fail() throws Exception {
        servers.at("compare rights", () -> {
            conductor.inbox.requestCancel();
            throw new SQLException("canceling statement", "57014");
        });

        compare();

        assertThat(conductor.facts.observed(Observation.Stopped.class)).hasSize(1);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void so_it_is_when_the_driver_was_interrupted() throws Exception {
        servers.at("compare rights", () -> {
            conductor.inbox.requestCancel();
            throw new IllegalStateException("interrupted while connecting");
        });

        compare();

        assertThat(conductor.facts.observed(Observation.Stopped.class)).hasSize(1);
    }

    @Test
    void a_fault_of_ours_is_not_taken_for_a_cancellation() {
        servers.at("compare rights", () -> {
            throw new IllegalStateException("impossible");
        });

        assertThatIllegalStateException().isThrownBy(this::compare);
    }

    @Test
    void one_that_comes_when_all_is_compared_is_heeded() throws Exception {
        servers.at("versions", () -> conductor.inbox.requestCancel());

        compare();

        assertThat(conductor.facts.observed(Observation.Finished.class)).isEmpty();
        assertThat(conductor.facts.observed(Observation.Stopped.class)).hasSize(1);
    }

    @Test
    void one_that_comes_while_it_waits_ends_the_wait() throws Exception {
        servers.at("compare rights", () -> {
            hearer = said -> {
                if (observation(Observation.Progressed.class).test(said)) {
                    conductor.inbox.requestCancel();
                }
            };
            throw new SQLException("broken", "08006");
        });

        compare();

        assertThat(conductor.facts.observed(Observation.Stopped.class)).hasSize(1);
    }

    @Test
    void a_worker_that_stops_says_nothing() {
        var leader = Thread.currentThread();
        servers.at("compare rights", () -> {
            leader.interrupt();
            throw new SQLException("broken", "08006");
        });

        assertThatExceptionOfType(InterruptedException.class).isThrownBy(this::compare);
        assertThat(conductor.facts.observed(Observation.Stopped.class)).isEmpty();
    }
}
