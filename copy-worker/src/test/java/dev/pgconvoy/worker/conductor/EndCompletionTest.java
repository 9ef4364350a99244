package dev.pgconvoy.worker.conductor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.migration.Report.Difference;
import dev.pgconvoy.worker.lead.DecidedEnd;
import dev.pgconvoy.worker.report.DatabaseLog;
import dev.pgconvoy.worker.snapshot.SourceSnapshots;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EndCompletionTest {

    private final RecordedServers servers = new RecordedServers();
    private final FakeDatabase shop = servers.database("shop");
    private ConductorFixture conductor = conductorOf("shop");

    private ConductorFixture conductorOf(String... databases) {
        return new ConductorFixture(Fixtures.aRequest().databases(databases).build(), 1, _ -> {}, _ -> servers);
    }

    @BeforeEach
    void complete() {
        shop.outcome = Optional.of(new DatabaseLog("shop").outcome());
    }

    @AfterEach
    void end() {
        conductor.close();
    }

    private void complete(Observation end, String... complete) throws SQLException, InterruptedException {
        try (var lead = servers.openCandidate().contend(conductor.delivery.lease(), Optional.empty());
                var snapshots = new SourceSnapshots(conductor.delivery.request(), "worker-1", _ -> {})) {
            lead.begin(conductor.term(2), 1);
            var led = servers.led(lead);
            var run = new ConductorAttempt(conductor.delivery, lead, conductor.tools);
            var work = new WorkOfMigration(conductor.tools, run, led, snapshots, false);
            new EndCompletion(conductor.tools, run, led, () -> servers.steps.add("life is over"), snapshots)
                    .complete(new DecidedEnd(end, List.of(complete)), work);
        }
    }

    private static Observation finished() {
        return new Observation.Finished(1, Fixtures.aReport());
    }

    private List<String> notes() {
        return conductor.facts.observed(Observation.Finished.class).getFirst().report().notes().stream()
                .map(Finding::code)
                .toList();
    }

    @Test
    void that_it_ends_is_said_before_anything_is_done() throws Exception {
        complete(finished(), "shop");

        assertThat(conductor.facts.observed(Observation.Ending.class))
                .singleElement()
                .satisfies(ending -> assertThat(ending.epoch()).isEqualTo(2));
        assertThat(servers.steps).containsSubsequence("last steps of shop", "finish shop", "leave roles", "leave");
    }

    @Test
    void what_was_refused_at_the_very_end_and_what_rights_differ_is_in_the_report() throws Exception {
        shop.refusedLastSteps =
                List.of(Finding.warning("restore-event", FindingCode.STATEMENT_REFUSED, "event trigger", "No.", "Do."));
        servers.rights = List.of(Finding.warning("rights", FindingCode.RIGHTS_NOT_COMPARED, "servers", "No.", "Do."));

        complete(finished(), "shop");

        assertThat(notes()).contains(FindingCode.STATEMENT_REFUSED.code(), FindingCode.RIGHTS_NOT_COMPARED.code());
    }

    @Test
    void databases_end_side_by_side_and_what_is_said_of_them_is_in_the_order_of_the_request() throws Exception {
        // given
        conductor.close();
        conductor = conductorOf("shop", "crm");
        var crm = servers.database("crm");
        crm.outcome = Optional.of(new DatabaseLog("crm").outcome());
        shop.refusedLastSteps = List.of(refusalOf("trigger of shop"));
        crm.refusedLastSteps = List.of(refusalOf("trigger of crm"));
        var second = new CountDownLatch(1);
        servers.at("finish crm", second::countDown);
        servers.at("finish shop", () -> assertThat(awaited(second)).isTrue());

        // when
        complete(finished(), "shop", "crm");

        // then
        assertThat(conductor
                        .facts
                        .observed(Observation.Finished.class)
                        .getFirst()
                        .report()
                        .notes())
                .extracting(Finding::object)
                .containsSubsequence("trigger of shop", "trigger of crm");
    }

    private static Finding refusalOf(String object) {
        return Finding.warning("restore-event", FindingCode.STATEMENT_REFUSED, object, "No.", "Do.");
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_report_to_which_nothing_is_added_stays_as_it_is() throws Exception {
        complete(finished(), "shop");

        assertThat(conductor.facts.observed(Observation.Finished.class))
                .containsExactly(new Observation.Finished(2, Fixtures.aReport()));
    }

    @Test
    void a_database_that_somebody_dropped_is_noted() throws Exception {
        shop.exists = false;

        complete(finished(), "shop");

        assertThat(notes()).contains(FindingCode.TARGET_DATABASE_GONE.code());
        assertThat(servers.steps).doesNotContain("finish shop");
    }

    @Test
    void one_whose_ledger_is_gone_is_done() throws Exception {
        shop.unfinished = false;

        complete(finished(), "shop");

        assertThat(servers.steps).doesNotContain("last steps of shop", "finish shop");
    }

    @Test
    void one_that_keeps_us_out_after_its_last_steps_is_done() throws Exception {
        shop.keepsUsOut = true;
        try (var lead = servers.openCandidate().contend(conductor.delivery.lease(), Optional.empty())) {
            lead.enterLastSteps("shop");
        }

        complete(finished(), "shop");

        assertThat(servers.steps).doesNotContain("finish shop").contains("leave");
    }

    @Test
    void one_that_keeps_us_out_before_them_is_waited_for_and_the_remedy_lets_us_in() {
        shop.keepsUsOut = true;

        assertThatExceptionOfType(MigrationException.class)
                .isThrownBy(() -> complete(finished(), "shop"))
                .satisfies(e -> {
                    assertThat(e.failure().code()).isEqualTo(FailureCode.CONTENTION);
                    assertThat(e.failure().remedy())
                            .isEqualTo(
                                    "ALTER DATABASE \"shop\" CONNECTION LIMIT -1; GRANT CONNECT ON DATABASE \"shop\" TO \"mover\";");
                });
        assertThat(servers.steps).doesNotContain("leave");
    }

    @Test
    void what_a_crash_has_taken_since_is_copied_again_and_the_decision_says_so() throws Exception {
        shop.crashed = true;

        complete(finished(), "shop");

        assertThat(servers.steps).containsSubsequence("outcome shop", "amend", "finish shop");
    }

    @Test
    void one_that_is_emptied_again_before_its_last_steps_is_not_finished() {
        shop.crashed = true;
        shop.crashesAgain = true;

        assertThatExceptionOfType(MigrationException.class)
                .isThrownBy(() -> complete(finished(), "shop"))
                .satisfies(e -> assertThat(e.failure().code()).isEqualTo(FailureCode.CONTENTION));
        assertThat(servers.steps).doesNotContain("last steps of shop", "finish shop", "leave");
    }

    @Test
    void a_copy_that_differs_then_is_not_announced_as_a_success() {
        var log = new DatabaseLog("shop");
        log.difference(new Difference("public.orders", "rows", "2", "1"));
        shop.outcome = Optional.of(log.outcome());
        shop.crashed = true;

        assertThatExceptionOfType(MigrationException.class)
                .isThrownBy(() -> complete(finished(), "shop"))
                .satisfies(e -> assertThat(e.failure().code()).isEqualTo(FailureCode.VERIFICATION_FAILED));
        assertThat(servers.steps).doesNotContain("amend", "finish shop", "leave");
    }

    @Test
    void an_end_without_success_closes_what_is_not_complete_and_compares_no_rights() throws Exception {
        complete(new Observation.Stopped(1, List.of("shop")));

        assertThat(servers.steps).contains("close shop").doesNotContain("finish shop");
        assertThat(servers.rightsComparedOf).isEmpty();
        assertThat(conductor.facts.observed(Observation.Stopped.class))
                .containsExactly(new Observation.Stopped(2, List.of("shop")));
    }

    @Test
    void without_the_lease_nothing_is_closed() {
        conductor.loseLease();

        assertThatExceptionOfType(MigrationException.class)
                .isThrownBy(() -> complete(new Observation.Stopped(1, List.of("shop"))))
                .satisfies(e -> assertThat(e.failure().code()).isEqualTo(FailureCode.FENCED));
        assertThat(servers.steps).doesNotContain("close shop");
    }
}
