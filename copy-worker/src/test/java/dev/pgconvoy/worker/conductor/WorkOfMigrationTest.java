package dev.pgconvoy.worker.conductor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.migration.DatabasePhase;
import dev.pgconvoy.migration.DatabaseProgress;
import dev.pgconvoy.migration.MigrationOption;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.migration.Report.DatabaseReport;
import dev.pgconvoy.migration.Report.Difference;
import dev.pgconvoy.migration.RightsOptions;
import dev.pgconvoy.postgres.ServerIdentity.Relation;
import dev.pgconvoy.worker.lead.DecidedEnd;
import dev.pgconvoy.worker.report.DatabaseLog;
import dev.pgconvoy.worker.snapshot.FakeSnapshot;
import dev.pgconvoy.worker.snapshot.SourceSnapshots;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkOfMigrationTest {

    private final RecordedServers servers = new RecordedServers();
    private MigrationRequest request =
            Fixtures.aRequest().databases("shop", "books").build();
    private Optional<ConductorFixture> conductor = Optional.empty();
    private boolean isLastTry;
    private int epoch = 1;

    @AfterEach
    void end() {
        Thread.interrupted();
        conductor.ifPresent(ConductorFixture::close);
    }

    private ConductorFixture conductor() {
        if (conductor.isEmpty()) {
            conductor = Optional.of(new ConductorFixture(request, 1, _ -> {}, _ -> servers));
        }
        return conductor.get();
    }

    private DecidedEnd perform() throws SQLException, InterruptedException {
        var fixture = conductor();
        try (var lead = servers.openCandidate().contend(fixture.delivery.lease(), Optional.empty());
                var snapshots = new SourceSnapshots(request, "worker-1", _ -> {})) {
            lead.begin(fixture.term(epoch), 1);
            var run = new ConductorAttempt(fixture.delivery, lead, fixture.tools);
            return new WorkOfMigration(fixture.tools, run, servers.led(lead), snapshots, isLastTry)
                    .perform(new DecisionAboutEnd(fixture.delivery));
        }
    }

    private void complete(String name) {
        servers.database(name).outcome = Optional.of(new DatabaseLog(name).outcome());
    }

    private FailureCode codeOf(DecidedEnd end) {
        return ((Observation.Failed) end.end()).failure().code();
    }

    private List<DatabasePhase> phases() {
        return conductor().facts.observed(Observation.Progressed.class).getLast().databases().stream()
                .map(DatabaseProgress::phase)
                .toList();
    }

    @Test
    void nothing_is_written_to_a_target_that_is_the_source() {
        servers.relation = Relation.SAME;

        assertThatExceptionOfType(MigrationException.class)
                .isThrownBy(this::perform)
                .satisfies(e -> {
                    assertThat(e.failure().code()).isEqualTo(FailureCode.REQUEST_REFUSED);
                    assertThat(e.failure().message()).contains("the source itself");
                });
        assertThat(servers.steps).doesNotContain("outcome shop");
    }

    @Test
    void nor_to_one_that_the_source_follows() {
        servers.relation = Relation.SOURCE_IS_STANDBY;

        assertThatExceptionOfType(MigrationException.class)
                .isThrownBy(this::perform)
                .satisfies(e -> assertThat(e.failure().message()).contains("standby"));
    }

    @Test
    void one_that_is_paused_before_it_begins_asks_no_server_for_anything() throws Exception {
        complete("shop");
        complete("books");
        var atRest = new CopyOnWriteArrayList<String>();
        conductor().pauseUntilItRests(() -> atRest.addAll(servers.steps));

        assertThat(perform().end()).isInstanceOf(Observation.Finished.class);

        assertThat(atRest).doesNotContain("relation");
        assertThat(servers.steps).contains("relation");
    }

    @Test
    void roles_are_moved_first_when_the_request_asks_for_it() throws Exception {
        request = Fixtures.aRequest()
                .rights(new RightsOptions(true, false, false))
                .build();
        complete("shop");

        perform();

        assertThat(servers.steps).containsSubsequence("relation", "move roles", "outcome shop");
    }

    @Test
    void that_roles_cannot_be_moved_says_so() {
        request = Fixtures.aRequest()
                .rights(new RightsOptions(true, false, false))
                .build();
        servers.failAt("move roles", "42501");

        assertThatExceptionOfType(MigrationException.class)
                .isThrownBy(this::perform)
                .satisfies(e -> assertThat(e.failure().object()).isEqualTo("roles"));
    }

    @Test
    void a_database_that_fails_for_good_takes_no_other_one_along() throws Exception {
        servers.failAt("outcome shop", FailureCode.DATA_REFUSED);
        complete("books");

        var end = perform();

        assertThat(codeOf(end)).isEqualTo(FailureCode.DATA_REFUSED);
        assertThat(end.complete()).containsExactly("books");
        assertThat(phases()).containsExactly(DatabasePhase.FAILED, DatabasePhase.DONE);
        assertThat(((Observation.Failed) end.end()).report()).isPresent();
        assertThat(conductor().facts.observed(Observation.CompletionBegan.class))
                .hasSize(1);
    }

    @Test
    void all_that_failed_are_named() throws Exception {
        servers.failAt("outcome shop", "42501");
        servers.failAt("outcome books", FailureCode.DATA_REFUSED);

        var end = perform();

        assertThat(((Observation.Failed) end.end()).failure().message()).contains("Also failed, 2 in all");
        assertThat(end.complete()).isEmpty();
    }

    @Test
    void what_may_pass_ends_the_attempt_and_nothing_more_begins() {
        request = Fixtures.aRequest().databases("shop", "books").jobs(1).build();
        servers.failAt("outcome shop", "08006");

        assertThatExceptionOfType(MigrationException.class)
                .isThrownBy(this::perform)
                .satisfies(e -> assertThat(e.failure().code()).isEqualTo(FailureCode.CONNECTION_LOST));
        assertThat(servers.steps).doesNotContain("outcome books");
    }

    @Test
    void at_the_last_try_it_fails_its_database_only() throws Exception {
        isLastTry = true;
        servers.failAt("outcome shop", "08006");
        complete("books");

        assertThat(perform().complete()).containsExactly("books");
    }

    @Test
    void a_fence_ends_the_attempt_even_then() {
        isLastTry = true;
        servers.failAt("outcome shop", FailureCode.FENCED);

        assertThatExceptionOfType(MigrationException.class)
                .isThrownBy(this::perform)
                .satisfies(e -> assertThat(e.failure().code()).isEqualTo(FailureCode.FENCED));
    }

    @Test
    void a_copy_that_differs_is_a_failure() throws Exception {
        var log = new DatabaseLog("shop");
        log.difference(new Difference("public.orders", "rows", "2", "1"));
        servers.database("shop").outcome = Optional.of(log.outcome());
        complete("books");

        var end = perform();

        assertThat(codeOf(end)).isEqualTo(FailureCode.VERIFICATION_FAILED);
        assertThat(((Observation.Failed) end.end()).failure().remedy()).startsWith("Do not use the copy");
        assertThat(phases()).first().isEqualTo(DatabasePhase.FAILED);
    }

    @Test
    void what_a_cancellation_breaks_off_did_not_fail() {
        servers.at("outcome shop", () -> {
            conductor().inbox.requestCancel();
            throw new MigrationException(FailureCode.DATA_REFUSED, "shop", "Broken off.", "");
        });

        assertThatThrownBy(this::perform).isInstanceOfAny(CancelledException.class, InterruptedException.class);
        assertThat(servers.steps).doesNotContain("decide");
    }

    @Test
    void databases_are_moved_side_by_side_and_reported_in_the_order_of_the_request() throws Exception {
        complete("shop");
        complete("books");
        var both = new CyclicBarrier(2);
        for (var name : request.databases()) {
            servers.at("outcome " + name, () -> {
                try {
                    both.await(10, TimeUnit.SECONDS);
                } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
                    throw new AssertionError("they are not moved side by side", e);
                }
            });
        }

        var end = perform();

        assertThat(((Observation.Finished) end.end()).report().databases())
                .extracting(DatabaseReport::database)
                .containsExactly("shop", "books");
    }

    @Test
    void with_one_job_databases_are_moved_one_after_the_other() throws Exception {
        request = Fixtures.aRequest().databases("shop", "books").jobs(1).build();
        complete("shop");
        complete("books");

        perform();

        assertThat(servers.steps).containsSubsequence("outcome shop", "outcome books");
    }

    @Test
    void a_fault_that_may_pass_ends_the_attempt_of_the_others_without_interrupting_them() {
        complete("books");
        var failed = new CountDownLatch(1);
        servers.at("outcome shop", () -> {
            failed.countDown();
            throw new SQLException("broken", "08006");
        });
        var interrupted = new AtomicBoolean();
        servers.at("outcome books", () -> {
            try {
                interrupted.set(!failed.await(10, TimeUnit.SECONDS));
                Thread.sleep(300);
            } catch (InterruptedException e) {
                interrupted.set(true);
            }
        });

        assertThatExceptionOfType(MigrationException.class)
                .isThrownBy(this::perform)
                .satisfies(e -> assertThat(e.failure().code()).isEqualTo(FailureCode.CONNECTION_LOST));
        assertThat(interrupted).isFalse();
    }

    @Test
    void a_cancellation_that_comes_before_the_decision_is_heeded() {
        complete("shop");
        complete("books");
        servers.at("versions", () -> conductor().inbox.requestCancel());

        assertThatExceptionOfType(CancelledException.class).isThrownBy(this::perform);
        assertThat(servers.steps).doesNotContain("decide");
    }

    @Test
    void a_successor_goes_on_first_with_the_databases_that_were_begun() throws Exception {
        epoch = 2;
        request = Fixtures.aRequest().databases("shop", "books").jobs(1).build();
        complete("shop");
        complete("books");
        servers.database("books").snapshotState = Optional.of(FakeSnapshot.STATE);

        perform();

        assertThat(servers.steps).containsSubsequence("outcome books", "outcome shop");
    }

    @Test
    void all_complete_is_decided_as_finished() throws Exception {
        complete("shop");
        complete("books");

        var end = perform();

        assertThat(end.end()).isInstanceOfSatisfying(Observation.Finished.class, finished -> {
            assertThat(finished.epoch()).isEqualTo(1);
            assertThat(finished.report().targetVersion()).isEqualTo("17.11");
            assertThat(finished.report().databases()).hasSize(2);
        });
        assertThat(end.complete()).containsExactly("shop", "books");
    }

    @Test
    void a_comparison_that_differs_has_another_remedy_than_a_copy() {
        var comparison = Fixtures.aRequest().option(MigrationOption.VERIFY).build();

        assertThat(WorkOfMigration.differs(comparison, "shop").remedy()).contains("copy anew what differs");
    }
}
