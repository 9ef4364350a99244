package dev.pgconvoy.lifecycle;

import static dev.pgconvoy.fixture.Fixtures.DATABASE;
import static dev.pgconvoy.fixture.Fixtures.NOON;
import static dev.pgconvoy.fixture.Fixtures.aMigration;
import static dev.pgconvoy.fixture.Fixtures.aRequest;
import static dev.pgconvoy.fixture.Fixtures.aWarning;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.pgconvoy.event.MigrationEvent.MigrationCancelled;
import dev.pgconvoy.event.MigrationEvent.MigrationCompleted;
import dev.pgconvoy.event.MigrationEvent.MigrationRequested;
import dev.pgconvoy.event.MigrationEvent.StateRecorded;
import dev.pgconvoy.event.MigrationEvent.SubstateChanged;
import dev.pgconvoy.fixture.Facts;
import dev.pgconvoy.migration.DatabaseProgress;
import dev.pgconvoy.migration.MigrationState;
import dev.pgconvoy.migration.Substate;
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
                        tuple(MigrationState.IN_PROGRESS, Substate.MIGRATING_DATA),
                        tuple(MigrationState.IN_PROGRESS, Substate.CANCELING_REQUESTED_DB_MIGRATIONS),
                        tuple(MigrationState.SUCCEEDED, Substate.COMPLETED),
                        tuple(MigrationState.VALIDATION_FAILED, Substate.COMPLETED),
                        tuple(MigrationState.FAILED, Substate.COMPLETED),
                        tuple(MigrationState.CANCELED, Substate.COMPLETED));
    }

    @Test
    void resolved_databases_are_queued() {
        var known = Lifecycle.fold(
                        null, new MigrationRequested(aRequest().allDatabases().build()), NOON)
                .next();

        var decision = Lifecycle.fold(
                known, Facts.validated(aRequest().databases("shop", "ledger").build()), LATER);

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
    void what_an_older_conductor_says_does_not_end_a_stop_that_the_newer_one_still_owes() {
        var canceling = aMigration().canceling(2);

        assertThat(Lifecycle.fold(canceling, Facts.stopped(1), LATER).next()).isSameAs(canceling);
        assertThat(Lifecycle.fold(canceling, Facts.failed(1), LATER).next()).isSameAs(canceling);
        assertThat(Lifecycle.fold(canceling, Facts.finished(1), LATER).next()).isSameAs(canceling);
    }

    @Test
    void a_conductor_that_takes_over_a_stop_is_the_one_that_owes_it() {
        var takenOver = Lifecycle.fold(aMigration().canceling(1), Facts.migrationBegan(2), LATER)
                .next();

        assertThat(Lifecycle.fold(takenOver, Facts.stopped(1), LATER).next()).isSameAs(takenOver);
        assertThat(Lifecycle.fold(takenOver, Facts.stopped(2), LATER).next()).isInstanceOf(Migration.Canceled.class);
    }

    @Test
    void a_failure_while_stopping_is_a_stop_that_leaves_every_database() {
        var decision = Lifecycle.fold(aMigration().canceling(), Facts.failed(1), LATER);

        assertThat(decision.next().status().databasesToDrop()).containsExactly(DATABASE);
        assertThat(decision.next().status().failure()).isEmpty();
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
}
