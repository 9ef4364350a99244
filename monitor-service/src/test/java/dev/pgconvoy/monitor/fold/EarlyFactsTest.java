package dev.pgconvoy.monitor.fold;

import static dev.pgconvoy.monitor.fold.FoldDriver.header;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.event.EventType;
import dev.pgconvoy.event.MigrationEvent.PauseSet;
import dev.pgconvoy.kafka.DeadLetters;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.migration.Substate;
import dev.pgconvoy.monitor.MigrationSamples;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EarlyFactsTest {

    private final MigrationSamples move = new MigrationSamples("orders/move-1");
    private final FoldDriver fold = new FoldDriver();

    @AfterEach
    void close() {
        fold.close();
    }

    @Test
    void a_pause_that_is_wanted_before_the_request_counts() {
        fold.send(PauseSet.pause(move.request().id(), "not yet", Optional.empty()));
        assertThat(fold.deadLetters(EventType.PAUSE_SET)).isEmpty();

        fold.send(move.requested());

        assertThat(fold.statuses(EventType.STATE_RECORDED).getLast().pause()).isPresent();
        assertThat(fold.deadLetters(EventType.PAUSE_SET)).isEmpty();
    }

    @Test
    void a_fact_that_overtook_its_request_is_folded_after_it() {
        fold.send(move.observed(new Observation.ValidationBegan()));

        fold.send(move.requested());

        assertThat(fold.statuses(EventType.SUBSTATE_CHANGED))
                .extracting(MigrationStatus::substate)
                .containsExactly(Substate.PERFORMING_PRE_REQUISITE_STEPS, Substate.VALIDATION_IN_PROGRESS);
        fold.driver.advanceWallClockTime(Duration.ofHours(1));
        assertThat(fold.deadLetters(EventType.MIGRATION_OBSERVED)).isEmpty();
    }

    @Test
    void all_that_waits_together_is_bounded() {
        var headers = new RecordHeaders()
                .add("ce_type", EventType.CANCEL_REQUESTED.ceType().getBytes(StandardCharsets.UTF_8));
        for (var number = 0; number < 400; number++) {
            var id = "orders/m" + number;
            var cancel = "{\"id\": \"%s\", \"colour\": \"%s\"}".formatted(id, "x".repeat(60_000));
            fold.sendRaw(EventType.CANCEL_REQUESTED.topic(), id, cancel.getBytes(StandardCharsets.UTF_8), headers);
        }

        assertThat(fold.deadLetters(EventType.CANCEL_REQUESTED)).hasSizeBetween(100, 300);
    }

    @Test
    void a_fact_whose_request_never_comes_becomes_a_dead_letter() {
        fold.send(move.cancelRequested());
        assertThat(fold.deadLetters(EventType.CANCEL_REQUESTED)).isEmpty();

        fold.driver.advanceWallClockTime(FoldDriver.PATIENCE);

        assertThat(header(fold.deadLetters(EventType.CANCEL_REQUESTED).getFirst(), DeadLetters.REASON))
                .contains("no migration orders/move-1 is known");
    }

    @Test
    void one_whose_loss_is_no_loss_is_forgotten_without_a_word() {
        fold.send(move.observed(new Observation.ValidationBegan()));

        fold.driver.advanceWallClockTime(FoldDriver.PATIENCE);
        fold.send(move.requested());

        assertThat(fold.deadLetters(EventType.MIGRATION_OBSERVED)).isEmpty();
        assertThat(fold.statuses(EventType.SUBSTATE_CHANGED)).hasSize(1);
    }

    @Test
    void a_cancel_that_overtook_its_request_cancels_it() {
        fold.sendAt(move.cancelRequested(), MigrationSamples.T0.plusSeconds(9), Optional.empty());

        fold.send(move.requested());

        assertThat(fold.statuses(EventType.STATE_RECORDED))
                .extracting(MigrationStatus::substate)
                .endsWith(Substate.CANCELING_REQUESTED_DB_MIGRATIONS);
    }

    @Test
    void a_cancel_from_before_the_request_does_not_touch_it() {
        fold.sendAt(move.cancelRequested(), MigrationSamples.T0.minusSeconds(60), Optional.empty());

        fold.send(move.requested());

        assertThat(fold.statuses(EventType.STATE_RECORDED))
                .extracting(MigrationStatus::substate)
                .containsExactly(Substate.PERFORMING_PRE_REQUISITE_STEPS);
        assertThat(header(fold.deadLetters(EventType.CANCEL_REQUESTED).getFirst(), DeadLetters.REASON))
                .contains("no migration orders/move-1 is known");
    }

    @Test
    void early_facts_are_bounded_per_migration_and_in_all() {
        for (var i = 0; i <= EarlyFacts.MOST_PER_MIGRATION; i++) {
            fold.send(move.progressed(i));
        }
        assertThat(fold.deadLetters(EventType.MIGRATION_OBSERVED)).hasSize(1);

        for (var i = 0; i < EarlyFacts.MOST_MIGRATIONS; i++) {
            fold.send(new MigrationSamples("orders/other-" + i).cancelRequested());
        }
        assertThat(fold.deadLetters(EventType.CANCEL_REQUESTED)).hasSize(1);
    }
}
