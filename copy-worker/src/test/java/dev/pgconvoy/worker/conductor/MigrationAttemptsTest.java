package dev.pgconvoy.worker.conductor;

import static dev.pgconvoy.worker.conductor.SaidFacts.observation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pgconvoy.event.Event;
import dev.pgconvoy.event.MigrationEvent.CancelRequested;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.worker.lead.DecidedEnd;
import dev.pgconvoy.worker.ledger.CopyOrigin;
import dev.pgconvoy.worker.ledger.Fence.Owner;
import dev.pgconvoy.worker.report.DatabaseLog;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// How a conductor leads a migration of two databases, on servers in memory.
@Timeout(20)
class MigrationAttemptsTest {

    private static final MigrationRequest REQUEST =
            Fixtures.aRequest().databases("shop", "books").build();

    private final RecordedServers servers = new RecordedServers();
    private final List<ConductorFixture> conductors = new ArrayList<>();

    @AfterEach
    void end() {
        Thread.interrupted();
        conductors.forEach(ConductorFixture::close);
    }

    private ConductorFixture conductor(int attempt, Consumer<Event> hearer) {
        var conductor = new ConductorFixture(REQUEST, attempt, hearer, _ -> servers);
        conductors.add(conductor);
        return conductor;
    }

    private ConductorFixture conductor() {
        return conductor(1, _ -> {});
    }

    private static boolean migrate(ConductorFixture conductor) throws InterruptedException {
        try (var attempts = new MigrationAttempts(conductor.tools, conductor.delivery)) {
            return attempts.migrate();
        }
    }

    private void complete(String... names) {
        for (var name : names) {
            servers.database(name).outcome = Optional.of(new DatabaseLog(name).outcome());
        }
    }

    private static Observation.Failed failed() {
        return new Observation.Failed(1, Fixtures.aFailure(), Optional.empty(), List.of("books"));
    }

    private static Observation.Finished finished() {
        return new Observation.Finished(1, Fixtures.aReport());
    }

    private static Owner owner(ConductorFixture conductor, int epoch) {
        return new Owner(
                REQUEST.id().toString(),
                conductor.delivery.requestHash(),
                epoch,
                new CopyOrigin("here", "all"),
                "state");
    }

    @Test
    void databases_that_are_complete_are_finished_and_the_end_is_announced_when_nothing_of_ours_is_left()
            throws Exception {
        complete("shop", "books");
        var conductor = conductor();

        assertThat(migrate(conductor)).isTrue();

        assertThat(servers.steps)
                .containsSubsequence(
                        "contend",
                        "begin 1",
                        "show life 1",
                        "relation",
                        "decide",
                        "last steps of shop",
                        "finish shop",
                        "finish books",
                        "look",
                        "leave roles",
                        "drop buildings",
                        "life is over",
                        "end all sessions",
                        "leave",
                        "close lead")
                .doesNotContain("move roles", "raise shop");
        assertThat(conductor.facts.observed(Observation.MigrationBegan.class))
                .singleElement()
                .isEqualTo(new Observation.MigrationBegan(1, "worker-1"));
        assertThat(conductor.facts.observed(Observation.Finished.class))
                .singleElement()
                .satisfies(end -> assertThat(end.report().sourceVersion()).isEqualTo("13.23"));
        assertThat(servers.rightsComparedOf).containsExactly("shop", "books");
    }

    @Test
    void one_that_was_delivered_again_after_its_end_is_not_begun() throws Exception {
        var conductor = conductor(2, _ -> {});
        conductor.delivery.publisher().sayDurably(finished());

        assertThat(migrate(conductor)).isTrue();

        assertThat(servers.steps).isEmpty();
        assertThat(conductor.facts.observed(Observation.MigrationBegan.class)).isEmpty();
    }

    @Test
    void one_that_was_handed_out_again_and_led_since_is_left_alone() throws Exception {
        servers.leadAttempt = 2;
        var conductor = conductor();

        assertThat(migrate(conductor)).isTrue();

        assertThat(servers.steps).containsExactly("open candidate", "close candidate");
        assertThat(conductor.facts.observed(Observation.MigrationBegan.class)).isEmpty();
    }

    @Test
    void who_waited_beside_a_leader_until_the_end_was_announced_has_nothing_to_do() throws Exception {
        servers.othersLive.add(true);
        var conductor = conductor();
        servers.at(
                "look for another leader", () -> conductor.delivery.publisher().sayDurably(finished()));

        assertThat(migrate(conductor)).isTrue();

        assertThat(servers.steps).endsWith("close candidate").doesNotContain("contend");
    }

    @Test
    void the_candidates_session_is_closed_when_it_cannot_take_the_lead() throws Exception {
        complete("shop", "books");
        servers.failAt("contend", "08006");
        var conductor = conductor();

        assertThat(migrate(conductor)).isTrue();

        assertThat(servers.steps)
                .startsWith(
                        "open candidate", "look for another leader", "contend", "close candidate", "open candidate");
        assertThat(conductor.facts.observed(Observation.Hindered.class))
                .singleElement()
                .satisfies(hindered -> {
                    assertThat(hindered.epoch()).as("nobody has led").isZero();
                    assertThat(hindered.obstacle().has(FindingCode.ATTEMPT_FAILED))
                            .isTrue();
                    assertThat(hindered.obstacle().message()).contains("try 1 failed");
                });
    }

    @Test
    void what_may_pass_is_tried_again_with_the_next_epoch_which_raises_the_fences_first() throws Exception {
        complete("shop", "books");
        servers.failAt("outcome books", "08006");
        var conductor = conductor();

        assertThat(migrate(conductor)).isTrue();

        assertThat(servers.steps)
                .containsSubsequence(
                        "begin 1",
                        "outcome books",
                        "close lead",
                        "begin 2",
                        "raise shop",
                        "raise books",
                        "end older sessions",
                        "drop buildings",
                        "decide");
        assertThat(servers.steps.subList(servers.steps.indexOf("begin 2"), servers.steps.indexOf("decide")))
                .as("side by side")
                .contains("outcome shop", "outcome books");
        assertThat(conductor.facts.observed(Observation.Finished.class))
                .extracting(Observation::epoch)
                .containsExactly(2);
    }

    @Test
    void what_cannot_pass_fails_the_migration_and_closes_what_is_not_complete() throws Exception {
        complete("shop");
        servers.failAt("relation", FailureCode.PERMISSION_DENIED);
        var conductor = conductor();

        assertThat(migrate(conductor)).isTrue();

        assertThat(conductor.facts.observed(Observation.Failed.class))
                .singleElement()
                .satisfies(failed -> {
                    assertThat(failed.failure().code()).isEqualTo(FailureCode.PERMISSION_DENIED);
                    assertThat(failed.databasesToDrop()).containsExactly("books");
                });
        assertThat(servers.steps).contains("finish shop", "close books").doesNotContain("close shop", "finish books");
    }

    @Test
    void what_is_tried_too_often_fails_it_too() throws Exception {
        for (var tries = 0; tries <= ConductorFixture.RETRIES.most(); tries++) {
            servers.failAt("relation", "08006");
        }
        var conductor = conductor();

        assertThat(migrate(conductor)).isTrue();

        assertThat(conductor.facts.observed(Observation.Failed.class))
                .singleElement()
                .satisfies(failed -> assertThat(failed.failure().code()).isEqualTo(FailureCode.CONNECTION_LOST));
        assertThat(conductor.facts.observed(Observation.Hindered.class)).hasSize(ConductorFixture.RETRIES.most());
    }

    @Test
    void a_leader_that_is_replaced_says_nothing_more() throws Exception {
        servers.failAt("relation", FailureCode.FENCED);
        var conductor = conductor();

        assertThat(migrate(conductor)).isFalse();

        assertThat(conductor.facts.observed(Observation.Failed.class)).isEmpty();
        assertThat(conductor.facts.observed(Observation.Hindered.class)).isEmpty();
    }

    @Test
    void one_whose_lease_is_lost_goes_on_with_nothing() throws Exception {
        var conductor = conductor();
        servers.at("relation", () -> {
            conductor.loseLease();
            throw new SQLException("broken", "08006");
        });

        assertThat(migrate(conductor)).isFalse();

        assertThat(conductor.facts.observed(Observation.Hindered.class)).isEmpty();
        assertThat(servers.steps).containsOnlyOnce("contend");
    }

    @Test
    void a_history_that_cannot_be_read_is_read_again() throws Exception {
        complete("shop", "books");
        servers.at("next epoch", () -> {
            throw new TimeoutException("no answer");
        });
        var conductor = conductor();

        assertThat(migrate(conductor)).isTrue();

        assertThat(conductor.facts.observed(Observation.Hindered.class))
                .singleElement()
                .satisfies(hindered -> assertThat(hindered.obstacle().object()).isEqualTo("Kafka"));
        assertThat(conductor.facts.observed(Observation.Finished.class)).hasSize(1);
    }

    @Test
    void a_fault_of_ours_is_not_tried_again() throws Exception {
        servers.at("relation", () -> {
            throw new IllegalStateException("impossible");
        });
        var conductor = conductor();

        assertThat(migrate(conductor)).isTrue();

        assertThat(conductor.facts.observed(Observation.Failed.class))
                .singleElement()
                .satisfies(failed -> {
                    assertThat(failed.failure().code()).isEqualTo(FailureCode.INTERNAL);
                    assertThat(failed.failure().message()).isEqualTo("IllegalStateException: impossible");
                });
    }

    @Test
    void when_nobody_has_led_it_the_end_is_announced_without_the_target() throws Exception {
        servers.failAt("open candidate", FailureCode.AUTHENTICATION_FAILED);
        var conductor = conductor();

        assertThat(migrate(conductor)).isTrue();

        assertThat(conductor.facts.observed(Observation.Failed.class))
                .singleElement()
                .satisfies(failed -> assertThat(failed.epoch()).isZero());
        assertThat(servers.steps).containsExactly("open candidate");
    }

    @Test
    void when_somebody_has_led_it_the_end_waits_for_the_target() throws Exception {
        servers.failAt("open candidate", FailureCode.AUTHENTICATION_FAILED);
        servers.failAt("open candidate", FailureCode.AUTHENTICATION_FAILED);
        var conductor = conductor();
        conductor.delivery.publisher().sayDurably(new Observation.MigrationBegan(1, "worker-0"));

        assertThat(migrate(conductor)).isTrue();

        assertThat(conductor.facts.observed(Observation.Hindered.class))
                .singleElement()
                .satisfies(hindered -> assertThat(hindered.obstacle().has(FindingCode.END_HINDERED))
                        .isTrue());
        assertThat(conductor.facts.observed(Observation.Failed.class))
                .singleElement()
                .satisfies(failed -> assertThat(failed.epoch()).isEqualTo(2));
    }

    @Test
    void a_cancellation_that_was_said_before_stops_it_and_closes_everything() throws Exception {
        complete("shop");
        var conductor = conductor();
        conductor.delivery.publisher().publish(new CancelRequested(REQUEST.id(), "changed our minds"));

        assertThat(migrate(conductor)).isTrue();

        assertThat(conductor.facts.observed(Observation.Stopped.class))
                .singleElement()
                .satisfies(stopped -> assertThat(stopped.databasesToDrop()).containsExactly("shop", "books"));
        assertThat(servers.steps).contains("close shop", "close books").doesNotContain("relation", "finish shop");
    }

    @Test
    void a_cancellation_interrupts_the_work() throws Exception {
        var conductor = conductor();
        servers.at("outcome shop", () -> conductor.inbox.requestCancel());
        servers.copies = (_, _) -> {
            throw new AssertionError("the checkpoint before it was passed");
        };
        servers.at("relation", () -> conductor.inbox.requestCancel());

        assertThat(migrate(conductor)).isTrue();

        assertThat(conductor.facts.observed(Observation.Stopped.class)).hasSize(1);
        assertThat(Thread.interrupted()).as("the interrupt was taken").isFalse();
    }

    @Test
    void a_failure_that_a_cancellation_has_caused_is_none() throws Exception {
        var conductor = conductor();
        servers.at("relation", () -> {
            conductor.inbox.requestCancel();
            throw new SQLException("canceling statement due to user request", "57014");
        });

        assertThat(migrate(conductor)).isTrue();

        assertThat(conductor.facts.observed(Observation.Stopped.class)).hasSize(1);
        assertThat(conductor.facts.observed(Observation.Hindered.class)).isEmpty();
    }

    @Test
    void a_cancellation_ends_the_wait_for_the_next_try() throws Exception {
        var conductors = new ArrayList<ConductorFixture>();
        var conductor = conductor(1, said -> {
            if (observation(Observation.Hindered.class).test(said)) {
                conductors.getFirst().inbox.requestCancel();
            }
        });
        conductors.add(conductor);
        servers.failAt("relation", "08006");

        assertThat(migrate(conductor)).isTrue();

        assertThat(conductor.facts.observed(Observation.Stopped.class)).hasSize(1);
    }

    @Test
    void a_worker_that_stops_lets_go_of_it() {
        var conductor = conductor();
        servers.at("relation", () -> {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted", "08006");
        });

        assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> migrate(conductor));
        assertThat(conductor.facts.observed(Observation.Stopped.class)).isEmpty();
        assertThat(conductor.facts.observed(Observation.Hindered.class)).isEmpty();
    }

    @Test
    void a_worker_that_stops_while_it_waits_lets_go_of_it_too() {
        var conductor = conductor(1, said -> {
            if (observation(Observation.Hindered.class).test(said)) {
                Thread.currentThread().interrupt();
            }
        });
        servers.failAt("relation", "08006");

        assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> migrate(conductor));
    }

    @Test
    void a_target_that_lost_its_last_commits_does_not_get_an_old_epoch_again() throws Exception {
        complete("shop", "books");
        servers.registered = true;
        servers.epoch = 1;
        var conductor = conductor();
        conductor.delivery.publisher().sayDurably(new Observation.MigrationBegan(4, "worker-0"));

        assertThat(migrate(conductor)).isTrue();

        assertThat(servers.steps).contains("begin 5").doesNotContain("begin 2");
    }

    @Test
    void an_end_that_the_register_has_forgotten_is_announced_when_the_databases_show_it() throws Exception {
        var conductor = conductor();
        conductor.delivery.publisher().sayDurably(new Observation.MigrationBegan(1, "worker-0"));
        conductor.delivery.publisher().sayDurably(new Observation.Ending(1, finished()));

        assertThat(migrate(conductor)).isTrue();

        assertThat(conductor.facts.observed(Observation.Finished.class))
                .extracting(Observation::epoch)
                .containsExactly(2);
        assertThat(servers.steps).contains("close lead").doesNotContain("begin 1", "begin 2");
    }

    @Test
    void one_that_they_do_not_show_was_lost_by_the_target_and_the_work_goes_on() throws Exception {
        complete("shop", "books");
        servers.database("books").oid = Optional.empty();
        var conductor = conductor();
        conductor.delivery.publisher().sayDurably(new Observation.MigrationBegan(1, "worker-0"));
        conductor.delivery.publisher().sayDurably(new Observation.Ending(1, finished()));

        assertThat(migrate(conductor)).isTrue();

        assertThat(servers.steps).contains("begin 2", "decide");
    }

    @Test
    void nothing_is_begun_when_the_end_is_announced_while_the_databases_are_looked_at() throws Exception {
        servers.database("books").owner = Optional.empty();
        var conductor = conductor();
        conductor.delivery.publisher().sayDurably(new Observation.MigrationBegan(1, "worker-0"));
        conductor.delivery.publisher().sayDurably(new Observation.Ending(1, failed()));
        servers.database("shop").owner = Optional.of(owner(conductor, 1));
        servers.at(
                "owner shop",
                () -> conductor
                        .delivery
                        .publisher()
                        .sayDurably(new Observation.Failed(1, Fixtures.aFailure(), Optional.empty(), List.of())));

        assertThat(migrate(conductor)).isTrue();

        assertThat(servers.steps).doesNotContain("begin 1", "begin 2", "decide");
        assertThat(conductor.facts.observed(Observation.Failed.class)).hasSize(1);
    }

    @Test
    void who_has_led_and_is_not_in_the_register_any_more_stops() throws Exception {
        servers.at("relation", () -> {
            servers.registered = false;
            throw new SQLException("gone", "08006");
        });

        assertThat(migrate(conductor())).isFalse();
    }

    @Test
    void an_end_that_was_decided_before_is_completed_and_what_keeps_us_out_is_not_fenced() throws Exception {
        complete("shop");
        servers.registered = true;
        servers.epoch = 1;
        servers.ending = Optional.of(new DecidedEnd(failed(), List.of("shop")));
        servers.database("shop").keepsUsOut = true;
        servers.at("end older sessions", () -> servers.database("shop").keepsUsOut = false);

        var conductor = conductor();

        assertThat(migrate(conductor)).isTrue();

        assertThat(servers.steps)
                .contains("raise books", "finish shop", "close books")
                .doesNotContain("raise shop", "relation", "decide");
        assertThat(conductor.facts.observed(Observation.Failed.class))
                .extracting(Observation::epoch)
                .containsExactly(2);
    }

    @Test
    void an_end_is_tried_until_it_is_complete_however_often_and_no_cancellation_changes_it() throws Exception {
        complete("shop", "books");
        for (var tries = 0; tries < 6; tries++) {
            servers.failAt("leave", FailureCode.PERMISSION_DENIED);
        }
        var conductor = conductor();
        servers.at("leave", () -> conductor.inbox.requestCancel());

        assertThat(migrate(conductor)).isTrue();

        assertThat(conductor.facts.observed(Observation.Hindered.class))
                .hasSize(6)
                .allSatisfy(hindered -> assertThat(hindered.obstacle().has(FindingCode.END_HINDERED))
                        .isTrue());
        assertThat(conductor.facts.observed(Observation.Finished.class)).hasSize(1);
        assertThat(conductor.facts.observed(Observation.Stopped.class)).isEmpty();
    }

    @Test
    void the_lease_is_looked_at_before_an_end_is_announced() throws Exception {
        complete("shop", "books");
        var conductor = conductor();
        servers.at("leave", conductor::loseLease);

        assertThat(migrate(conductor)).isFalse();

        assertThat(conductor.facts.observed(Observation.Finished.class)).isEmpty();
    }

    @Test
    void a_register_that_did_not_answer_to_the_begin_leaves_open_who_leads() throws Exception {
        complete("shop", "books");
        servers.failAt("begin 1", "08006");
        var conductor = conductor();

        assertThat(migrate(conductor)).isTrue();

        assertThat(conductor.facts.observed(Observation.MigrationBegan.class))
                .extracting(Observation::epoch)
                .containsExactly(1, 1, 2);
        assertThat(servers.steps).contains("begin 2");
    }

    @Test
    void who_does_not_know_whether_its_begin_was_committed_is_no_former_leader() throws Exception {
        complete("shop", "books");
        servers.failAt("outcome books", "08006");
        servers.at("begin 2", () -> {
            servers.epoch = 2;
            throw new SQLException("the answer was lost", "08006");
        });
        var conductor = conductor();

        assertThat(migrate(conductor)).isTrue();

        assertThat(conductor.facts.observed(Observation.Finished.class))
                .extracting(Observation::epoch)
                .containsExactly(3);
    }
}
