package dev.pgconvoy.lifecycle;

import static dev.pgconvoy.fixture.Fixtures.DATABASE;
import static dev.pgconvoy.fixture.Fixtures.NOON;
import static dev.pgconvoy.fixture.Fixtures.aMigration;
import static dev.pgconvoy.fixture.Fixtures.aPreflightRun;
import static dev.pgconvoy.fixture.Fixtures.aRequest;
import static dev.pgconvoy.fixture.Fixtures.aWarning;
import static dev.pgconvoy.fixture.Fixtures.anError;
import static dev.pgconvoy.fixture.Fixtures.anObstacle;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.pgconvoy.event.MigrationEvent.CancelRequested;
import dev.pgconvoy.event.MigrationEvent.MigrationCancelled;
import dev.pgconvoy.event.MigrationEvent.MigrationCompleted;
import dev.pgconvoy.event.MigrationEvent.MigrationRequested;
import dev.pgconvoy.event.MigrationEvent.PauseSet;
import dev.pgconvoy.event.MigrationEvent.StateRecorded;
import dev.pgconvoy.event.MigrationEvent.SubstateChanged;
import dev.pgconvoy.fixture.Facts;
import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.migration.DatabasePhase;
import dev.pgconvoy.migration.DatabaseProgress;
import dev.pgconvoy.migration.MigrationState;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.migration.Substate;
import dev.pgconvoy.migration.pause.MigrationPause;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LifecycleTest {

    private static final Instant LATER = NOON.plusSeconds(3_600);

    @Test
    void a_move_announces_the_state_first_and_then_the_change() {
        var decision = Lifecycle.fold(null, Facts.requested(), NOON);

        var status = decision.next().status();
        assertThat(decision.announcements()).containsExactly(new StateRecorded(status), new SubstateChanged(status));
        assertThat(status.revision()).isEqualTo(1);
        assertThat(status.requestedAt()).isEqualTo(NOON);
    }

    @Test
    void a_success_is_announced_as_completed_with_its_report() {
        var decision = Lifecycle.fold(aMigration().completing(), Facts.finished(1), LATER);

        var status = decision.next().status();
        assertThat(decision.announcements())
                .containsExactly(
                        new StateRecorded(status), new SubstateChanged(status.brief()), new MigrationCompleted(status));
        assertThat(status.report()).isPresent();
        assertThat(status.brief().report()).isEmpty();
    }

    @Test
    void a_stop_is_announced_as_cancelled_and_names_what_is_left() {
        var decision = Lifecycle.fold(aMigration().canceling(), Facts.stopped(1), LATER);

        assertThat(decision.announcements())
                .last()
                .isInstanceOfSatisfying(
                        MigrationCancelled.class,
                        cancelled ->
                                assertThat(cancelled.status().databasesToDrop()).containsExactly(DATABASE));
    }

    @Test
    void each_state_shows_as_one_documented_state_and_substate() {
        assertThat(aMigration().inEachState())
                .extracting(Migration::state, Migration::substate)
                .containsExactly(
                        tuple(MigrationState.IN_PROGRESS, Substate.PERFORMING_PRE_REQUISITE_STEPS),
                        tuple(MigrationState.IN_PROGRESS, Substate.VALIDATION_IN_PROGRESS),
                        tuple(MigrationState.IN_PROGRESS, Substate.WAITING_FOR_DATA_MIGRATION_SCHEDULING),
                        tuple(MigrationState.IN_PROGRESS, Substate.MIGRATING_DATA),
                        tuple(MigrationState.IN_PROGRESS, Substate.COMPLETING_MIGRATION),
                        tuple(MigrationState.IN_PROGRESS, Substate.COMPLETING_MIGRATION),
                        tuple(MigrationState.IN_PROGRESS, Substate.MIGRATING_DATA),
                        tuple(MigrationState.IN_PROGRESS, Substate.CANCELING_REQUESTED_DB_MIGRATIONS),
                        tuple(MigrationState.SUCCEEDED, Substate.COMPLETED),
                        tuple(MigrationState.VALIDATION_FAILED, Substate.COMPLETED),
                        tuple(MigrationState.FAILED, Substate.COMPLETED),
                        tuple(MigrationState.CANCELED, Substate.COMPLETED));
    }

    @Test
    void resolved_databases_are_queued() {
        var asked = aRequest().allDatabases().build();
        var known = Lifecycle.fold(null, new MigrationRequested(asked), NOON).next();

        var decision =
                Lifecycle.fold(known, Facts.validated(asked, asked.withDatabases(List.of("shop", "ledger"))), LATER);

        assertThat(decision.next().status().databases())
                .containsExactly(DatabaseProgress.queued("shop"), DatabaseProgress.queued("ledger"));
    }

    @Test
    void a_verdict_that_comes_after_the_copy_began_still_brings_its_findings() {
        var ahead = Lifecycle.fold(null, Facts.submitted(), LATER).next();
        var migrating = Lifecycle.fold(ahead, Facts.progressed(1), LATER).next();

        var decision = Lifecycle.fold(migrating, Facts.validated(aRequest().build(), aWarning()), LATER);

        assertThat(decision.next()).isInstanceOf(Migration.Migrating.class);
        assertThat(decision.next().status().findings()).containsExactly(aWarning());
        assertThat(decision.next().status().databases())
                .isEqualTo(migrating.dossier().databases());
        assertThat(decision.next().status().requestedAt()).isEqualTo(NOON);
    }

    @Test
    void what_the_checks_expect_stays_with_the_migration() {
        var validating = Lifecycle.fold(null, Facts.requested(), LATER).next();

        var scheduled = Lifecycle.fold(validating, Facts.estimated(aRequest().build()), LATER)
                .next();

        assertThat(scheduled.status().preflight()).contains(aPreflightRun());
        assertThat(Lifecycle.fold(scheduled, Facts.progressed(1), LATER)
                        .next()
                        .status()
                        .preflight())
                .contains(aPreflightRun());
        assertThat(scheduled.status().brief().preflight())
                .contains(aPreflightRun().withoutDatabases())
                .isNotEqualTo(Optional.of(aPreflightRun()));
    }

    @Test
    void the_first_verdict_counts() {
        var scheduled = aMigration().scheduled();

        assertThat(Lifecycle.fold(scheduled, Facts.validationFailed(), LATER).next())
                .isSameAs(scheduled);
    }

    @Test
    void a_second_verdict_cannot_end_a_migration_that_was_asked_to_stop_after_the_first() {
        var canceling = Lifecycle.fold(aMigration().scheduled(), Facts.cancelRequested(), LATER)
                .next();

        assertThat(Lifecycle.fold(canceling, Facts.validationFailed(), LATER).next())
                .isSameAs(canceling);
    }

    @Test
    void an_end_is_true_whoever_announces_it() {
        var led = aMigration().migrating(2);

        assertThat(Lifecycle.fold(led, Facts.finished(1), LATER).next()).isInstanceOf(Migration.Succeeded.class);
        assertThat(Lifecycle.fold(led, Facts.failed(1), LATER).next()).isInstanceOf(Migration.Failed.class);
        assertThat(Lifecycle.fold(led, Facts.stopped(1), LATER).next()).isInstanceOf(Migration.Canceled.class);
    }

    @Test
    void that_nobody_ever_led_it_is_not_true_of_what_somebody_leads() {
        var canceling = aMigration().canceling(2);

        assertThat(Lifecycle.fold(canceling, Facts.stopped(0), LATER).next()).isSameAs(canceling);
        assertThat(Lifecycle.fold(canceling, Facts.failed(0), LATER).next()).isSameAs(canceling);
    }

    @Test
    void what_is_decided_to_be_complete_cannot_be_cancelled() {
        var finishing = aMigration().finishing();

        var decision = Lifecycle.fold(finishing, Facts.cancelRequested(), LATER);

        assertThat(decision.isSame(finishing)).isTrue();
        assertThat(decision.refusal())
                .hasValue("migration flex-eu-1/move-the-shop is complete and is being finished:"
                        + " it cannot be cancelled any more");
    }

    @Test
    void a_cancellation_that_came_after_the_decision_comes_to_nothing() {
        var finishing =
                Lifecycle.fold(aMigration().canceling(), Facts.ending(1), LATER).next();

        assertThat(finishing.substate()).isEqualTo(Substate.COMPLETING_MIGRATION);
        assertThat(Lifecycle.fold(finishing, Facts.finished(1), LATER).next()).isInstanceOf(Migration.Succeeded.class);
    }

    @Test
    void whoever_takes_over_a_decided_end_only_finishes_it() {
        var takenOver = Lifecycle.fold(aMigration().finishing(1), Facts.migrationBegan(2), LATER)
                .next();

        assertThat(takenOver).isInstanceOf(Migration.Finishing.class);
        assertThat(takenOver.epoch()).isEqualTo(2);
    }

    @Test
    void a_failure_names_what_it_leaves() {
        var failed =
                Lifecycle.fold(aMigration().migrating(), Facts.failed(1), LATER).next();

        assertThat(failed.status().databasesToDrop()).containsExactly(DATABASE);
    }

    @Test
    void a_failure_while_stopping_is_a_stop_that_leaves_what_it_says() {
        var failed = new Observation.Failed(1, Fixtures.aFailure(), Optional.empty(), List.of("ledger"));

        var decision = Lifecycle.fold(aMigration().canceling(), Facts.observed(failed), LATER);

        assertThat(decision.next()).isInstanceOf(Migration.Canceled.class);
        assertThat(decision.next().status().databasesToDrop()).containsExactly("ledger");
        assertThat(decision.next().status().failure()).isEmpty();
    }

    @Test
    void an_obstacle_is_shown_until_the_next_one_takes_its_place() {
        var other = anError();

        var hindered = Lifecycle.fold(aMigration().migrating(), Facts.hindered(1), LATER)
                .next();
        var again = Lifecycle.fold(hindered, Facts.observed(new Observation.Hindered(1, other)), LATER);

        assertThat(hindered.status().obstacle()).contains(anObstacle());
        assertThat(again.next().status().obstacle()).contains(other);
        assertThat(Lifecycle.fold(hindered, Facts.hindered(1), LATER).next()).isSameAs(hindered);
    }

    @Test
    void an_obstacle_that_is_gone_is_not_shown_any_more() {
        var hindered = Lifecycle.fold(aMigration().migrating(), Facts.hindered(1), LATER)
                .next();

        var on = Lifecycle.fold(hindered, Facts.unhindered(1), LATER).next();

        assertThat(on.status().obstacle()).isEmpty();
        assertThat(Lifecycle.fold(on, Facts.unhindered(1), LATER).next()).isSameAs(on);
    }

    @Test
    void an_obstacle_keeps_a_stop_a_stop_and_goes_with_the_end() {
        var hindered = Lifecycle.fold(aMigration().canceling(), Facts.hindered(1), LATER)
                .next();

        assertThat(hindered.substate()).isEqualTo(Substate.CANCELING_REQUESTED_DB_MIGRATIONS);
        assertThat(hindered.status().obstacle()).contains(anObstacle());
        for (var end : List.of(Facts.finished(1), Facts.failed(1), Facts.stopped(1), Facts.migrationBegan(2))) {
            assertThat(Lifecycle.fold(hindered, end, LATER).next().status().obstacle())
                    .isEmpty();
        }
    }

    @Test
    void a_migration_shows_which_request_it_stands_for() {
        assertThat(aMigration().inEachState().filter(one -> !(one instanceof Migration.Delegated)))
                .extracting(migration -> migration.status().requestHash())
                .containsOnly(Facts.HASH);
    }

    @Test
    void a_fact_about_another_request_is_refused_and_is_no_sign_of_life() {
        var stalled = Lifecycle.stall(aMigration().migrating(), NOON, LATER).next();
        var other = aRequest().jobs(9).build();

        for (var fact : List.of(
                Facts.validated(other),
                Facts.submitted(other),
                Facts.observed(other, Facts.finished(1).observation()))) {
            var decision = Lifecycle.fold(stalled, fact, LATER);
            assertThat(decision.isSame(stalled)).isTrue();
            assertThat(decision.refusal())
                    .hasValue("it is about another request than the one that migration flex-eu-1/move-the-shop"
                            + " stands for (requestHash " + Facts.HASH + ")");
        }
    }

    @Test
    void one_database_may_be_complete_although_the_migration_failed() {
        var done = phase("shop", DatabasePhase.DONE);
        var broken = phase("ledger", DatabasePhase.FAILED);
        var migrating = Lifecycle.fold(
                        aMigration().migrating(),
                        Facts.observed(new Observation.Progressed(1, List.of(done, broken))),
                        LATER)
                .next();

        var failed = Lifecycle.fold(migrating, Facts.failed(1), LATER).next();

        assertThat(failed.status().databases()).containsExactly(done, broken);
    }

    private static DatabaseProgress phase(String database, DatabasePhase phase) {
        return new DatabaseProgress(database, phase, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, -1);
    }

    @Test
    void a_different_request_under_a_used_id_is_refused() {
        var decision = Lifecycle.fold(
                aMigration().migrating(),
                new MigrationRequested(aRequest().jobs(9).build()),
                LATER);

        assertThat(decision.refusal())
                .hasValue("migration flex-eu-1/move-the-shop exists already with a different request;"
                        + " choose another name");
    }

    @Test
    void cancelling_what_has_ended_is_refused() {
        assertThat(Lifecycle.fold(aMigration().succeeded(), Facts.cancelRequested(), LATER)
                        .refusal())
                .hasValue("migration flex-eu-1/move-the-shop has ended as Succeeded and cannot be cancelled");
    }

    @Test
    void silence_is_announced_once() {
        var stalled = Lifecycle.stall(aMigration().migrating(), NOON, LATER);

        assertThat(stalled.next().status().stalledSince()).hasValue(NOON);
        assertThat(stalled.announcements()).hasSize(2);
        assertThat(Lifecycle.stall(stalled.next(), NOON, LATER).isSame(stalled.next()))
                .isTrue();
    }

    @Test
    void any_word_of_its_conductor_ends_the_silence() {
        var stalled = Lifecycle.stall(aMigration().migrating(2), NOON, LATER).next();

        assertThat(Lifecycle.fold(stalled, Facts.migrationBegan(1), LATER).next())
                .as("an older one's does not")
                .isSameAs(stalled);
        assertThat(Lifecycle.fold(stalled, Facts.migrationBegan(2), LATER)
                        .next()
                        .dossier()
                        .stalledSince())
                .isEqualTo(Optional.empty());
    }

    @Test
    void what_has_ended_does_not_stall() {
        List.of(
                        aMigration().succeeded(),
                        aMigration().failed(),
                        aMigration().canceled(),
                        aMigration().validationFailed())
                .forEach(ended -> assertThat(Lifecycle.stall(ended, NOON, LATER).isSame(ended))
                        .isTrue());
    }

    @Test
    void why_somebody_asked_to_stop_it_is_told_until_the_end() {
        var canceling = aMigration().canceling();
        assertThat(canceling.status().cancelReason()).contains("the window closes");
        assertThat(aMigration().canceled().status().cancelReason()).contains("the window closes");
        assertThat(aMigration().migrating(1).status().cancelReason()).isEmpty();

        // The first one counts, and no reason is none.
        var again = Lifecycle.fold(canceling, new CancelRequested(Fixtures.anId(), "another"), NOON);
        assertThat(again.next()).isSameAs(canceling);
        var silent = Lifecycle.fold(aMigration().migrating(1), new CancelRequested(Fixtures.anId(), " "), NOON);
        assertThat(requireNonNull(silent.next()).status().cancelReason()).isEmpty();
    }

    @Test
    void the_same_finding_stands_once() {
        var twice = Facts.validated(aRequest().build(), aWarning(), aWarning());

        var next = Lifecycle.fold(aMigration().validating(), twice, NOON).next();

        assertThat(requireNonNull(next).status().findings()).containsExactly(aWarning());
    }

    @Test
    void a_pause_says_who_wants_it_and_is_reached_when_the_conductor_says_so() {
        var at = NOON.plusSeconds(60);
        var wanted = Lifecycle.fold(aMigration().migrating(1), Facts.paused(), at, Optional.of("dba"));
        var asked = requireNonNull(wanted.next());

        assertThat(asked.status().pause())
                .contains(new MigrationPause(
                        "the shop is open", Optional.of("dba"), at, Optional.of(NOON.plusSeconds(3_600)), false));
        assertThat(Lifecycle.fold(asked, Facts.paused(), at, Optional.of("dba")).isSame(asked))
                .isTrue();

        var ofAnother = new Observation.Paused(1, at.minusSeconds(1), at.plusSeconds(9));
        assertThat(Lifecycle.fold(asked, Facts.observed(ofAnother), at).isSame(asked))
                .isTrue();

        var reached = Lifecycle.fold(
                asked, Facts.observed(new Observation.Paused(1, at, at.plusSeconds(9))), at.plusSeconds(1));
        assertThat(requireNonNull(reached.next()).status().pause()).hasValueSatisfying(pause -> {
            assertThat(pause.reached()).isTrue();
            assertThat(pause.until()).contains(at.plusSeconds(9));
        });
    }

    @Test
    void a_pause_outlives_its_conductor_and_ends_when_it_is_resumed() {
        var asked = aMigration().paused();
        var heir = requireNonNull(
                Lifecycle.fold(asked, Facts.migrationBegan(2), NOON).next());

        assertThat(heir.status().pause()).isPresent();
        var resumed = Lifecycle.fold(heir, Facts.resumed(), NOON);
        assertThat(requireNonNull(resumed.next()).status().pause()).isEmpty();
        assertThat(resumed.announcements()).isNotEmpty();
    }

    @Test
    void a_resume_that_comes_after_the_end_announces_no_end_again() {
        var stopping = requireNonNull(Lifecycle.fold(aMigration().paused(), Facts.cancelRequested(), NOON)
                .next());
        var ended =
                requireNonNull(Lifecycle.fold(stopping, Facts.stopped(1), NOON).next());

        assertThat(ended.dossier().pause()).isEmpty();
        assertThat(Lifecycle.fold(ended, Facts.resumed(), LATER).isSame(ended)).isTrue();
        var ofEarlierVersion = ended.with(aMigration().paused().dossier());
        assertThat(Lifecycle.fold(ofEarlierVersion, Facts.resumed(), LATER).isSame(ofEarlierVersion))
                .isTrue();
    }

    @Test
    void the_end_of_one_pause_ends_no_newer_one() {
        var asked = requireNonNull(
                Lifecycle.fold(aMigration().migrating(1), Facts.paused(), NOON).next());

        var ofAnother = PauseSet.end(asked.dossier().request().id(), NOON.minusSeconds(9), "");
        assertThat(Lifecycle.fold(asked, ofAnother, LATER).isSame(asked)).isTrue();

        var ended = Lifecycle.fold(asked, PauseSet.end(asked.dossier().request().id(), NOON, ""), LATER);
        assertThat(requireNonNull(ended.next()).dossier().pause()).isEmpty();
    }

    @Test
    void a_pause_that_comes_in_the_last_steps_is_shown_when_a_successor_copies_again() {
        var completing = aMigration().completing(1);
        var asked =
                requireNonNull(Lifecycle.fold(completing, Facts.paused(), NOON).next());
        assertThat(asked.status().pause()).isEmpty();

        var heir = requireNonNull(
                Lifecycle.fold(asked, Facts.migrationBegan(2), NOON).next());
        assertThat(heir.status().pause()).isPresent();
    }

    @Test
    void a_pause_is_not_shown_any_more_once_the_migration_is_cancelled_or_in_its_last_steps() {
        var asked = aMigration().paused();

        assertThat(requireNonNull(Lifecycle.fold(asked, Facts.cancelRequested(), NOON)
                                .next())
                        .status()
                        .pause())
                .isEmpty();
        assertThat(requireNonNull(Lifecycle.fold(asked, Facts.completionBegan(1), NOON)
                                .next())
                        .status()
                        .pause())
                .isEmpty();
    }
}
