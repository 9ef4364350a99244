package dev.pgconvoy.monitor.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.event.EventType;
import dev.pgconvoy.event.MigrationEvent.MigrationObserved;
import dev.pgconvoy.event.MigrationEvent.PauseSet;
import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.migration.Substate;
import dev.pgconvoy.monitor.MigrationSamples;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchdogTest {

    private static final Duration ALMOST = FoldDriver.STALLED_AFTER.minusSeconds(10);
    private static final Duration TICK = Duration.ofSeconds(10);

    private final MigrationSamples move = new MigrationSamples("orders/move-1");
    private final FoldDriver fold = new FoldDriver();

    @AfterEach
    void close() {
        fold.close();
    }

    @Test
    void a_running_migration_that_nobody_speaks_of_is_announced_as_stalled_once() {
        fold.send(move.requested(), move.validated(), move.submitted(), move.began());
        fold.statuses(EventType.SUBSTATE_CHANGED);

        fold.driver.advanceWallClockTime(FoldDriver.STALLED_AFTER.plus(TICK));
        fold.driver.advanceWallClockTime(FoldDriver.STALLED_AFTER.plus(TICK));

        var stalled = fold.statuses(EventType.SUBSTATE_CHANGED);
        assertThat(stalled).extracting(MigrationStatus::stalledSince).containsExactly(Optional.of(MigrationSamples.T0));
        assertThat(stalled).extracting(MigrationStatus::revision).containsExactly(4L);
        assertThat(stalled).extracting(MigrationStatus::substate).containsExactly(Substate.MIGRATING_DATA);
    }

    @Test
    void progress_that_changes_nothing_is_a_sign_of_life() {
        fold.send(move.requested(), move.validated(), move.submitted(), move.began(), move.progressed(5));
        fold.statuses(EventType.SUBSTATE_CHANGED);

        for (var i = 0; i < 5; i++) {
            fold.driver.advanceWallClockTime(ALMOST);
            fold.send(move.progressed(5));
        }

        assertThat(fold.statuses(EventType.SUBSTATE_CHANGED)).isEmpty();
    }

    @Test
    void a_paused_migration_whose_conductor_speaks_is_not_stalled_and_one_whose_conductor_is_gone_is() {
        fold.send(move.requested(), move.validated(), move.submitted(), move.began(), move.progressed(5));
        fold.send(PauseSet.pause(move.request().id(), "the shop is open", Optional.empty()));
        assertThat(fold.statuses(EventType.SUBSTATE_CHANGED).getLast().pause())
                .hasValueSatisfying(pause -> assertThat(pause.reason()).isEqualTo("the shop is open"));

        for (var i = 0; i < 5; i++) {
            fold.driver.advanceWallClockTime(ALMOST);
            fold.send(move.progressed(5));
        }
        assertThat(fold.statuses(EventType.SUBSTATE_CHANGED)).isEmpty();

        fold.driver.advanceWallClockTime(FoldDriver.STALLED_AFTER.plus(TICK));
        assertThat(fold.statuses(EventType.SUBSTATE_CHANGED)).singleElement().satisfies(status -> {
            assertThat(status.stalledSince()).isPresent();
            assertThat(status.pause()).isPresent();
        });
    }

    @Test
    void a_conductor_that_no_longer_leads_is_no_sign_of_life() {
        fold.send(move.requested(), move.validated(), move.submitted(), move.began());
        fold.send(move.observed(new Observation.MigrationBegan(2, "worker-2")));
        fold.statuses(EventType.SUBSTATE_CHANGED);

        fold.driver.advanceWallClockTime(ALMOST);
        fold.send(move.progressed(5));
        fold.driver.advanceWallClockTime(ALMOST);

        assertThat(fold.statuses(EventType.SUBSTATE_CHANGED))
                .extracting(MigrationStatus::stalledSince)
                .containsExactly(Optional.of(MigrationSamples.T0));
    }

    @Test
    void what_is_about_another_request_is_no_sign_of_life() {
        fold.send(move.requested(), move.validated(), move.submitted(), move.began());
        fold.statuses(EventType.SUBSTATE_CHANGED);
        var other = new MigrationObserved(
                move.request().id(), Optional.of("another"), new Observation.Progressed(1, List.of()));

        fold.driver.advanceWallClockTime(ALMOST);
        fold.send(other);
        fold.driver.advanceWallClockTime(ALMOST);

        assertThat(fold.statuses(EventType.SUBSTATE_CHANGED))
                .extracting(MigrationStatus::stalledSince)
                .containsExactly(Optional.of(MigrationSamples.T0));
    }

    @Test
    void an_obstacle_that_is_told_again_and_again_is_a_sign_of_life() {
        var hindered = move.observed(new Observation.Hindered(1, Fixtures.anObstacle()));
        fold.send(move.requested(), move.validated(), move.submitted(), move.began(), hindered);
        fold.statuses(EventType.SUBSTATE_CHANGED);

        for (var i = 0; i < 5; i++) {
            fold.driver.advanceWallClockTime(ALMOST);
            fold.send(hindered);
        }

        assertThat(fold.statuses(EventType.SUBSTATE_CHANGED)).isEmpty();
    }

    @Test
    void a_stalled_migration_that_is_heard_again_is_announced_as_well() {
        fold.send(move.requested(), move.validated(), move.submitted(), move.began(), move.progressed(5));
        fold.driver.advanceWallClockTime(FoldDriver.STALLED_AFTER.plus(TICK));
        fold.statuses(EventType.SUBSTATE_CHANGED);

        fold.send(move.progressed(5));

        assertThat(fold.statuses(EventType.SUBSTATE_CHANGED))
                .extracting(MigrationStatus::stalledSince)
                .containsExactly(Optional.empty());
    }

    @Test
    void a_second_loss_after_it_was_handed_out_again_is_noticed_too() {
        fold.send(move.requested(), move.validated(), move.submitted(), move.began());
        fold.driver.advanceWallClockTime(FoldDriver.STALLED_AFTER.plus(TICK));
        fold.send(move.submitted());
        fold.statuses(EventType.SUBSTATE_CHANGED);

        fold.driver.advanceWallClockTime(FoldDriver.STALLED_AFTER.plus(TICK));

        assertThat(fold.statuses(EventType.SUBSTATE_CHANGED)).hasSize(1);
    }

    @Test
    void one_that_waits_for_its_turn_may_be_silent_until_it_is_handed_out() {
        fold.send(move.requested(), move.validated());
        fold.statuses(EventType.SUBSTATE_CHANGED);
        fold.driver.advanceWallClockTime(Duration.ofHours(3));
        assertThat(fold.statuses(EventType.SUBSTATE_CHANGED)).isEmpty();

        fold.send(move.submitted());
        fold.driver.advanceWallClockTime(FoldDriver.STALLED_AFTER.plus(TICK));

        assertThat(fold.statuses(EventType.SUBSTATE_CHANGED)).hasSize(1);
    }

    @Test
    void one_that_has_ended_may_be_silent_for_ever() {
        fold.send(move.requested(), move.validated(), move.submitted(), move.began(), move.finished(1));
        fold.statuses(EventType.SUBSTATE_CHANGED);

        fold.driver.advanceWallClockTime(Duration.ofDays(1));

        assertThat(fold.statuses(EventType.SUBSTATE_CHANGED)).isEmpty();
    }
}
