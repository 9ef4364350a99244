package dev.pgconvoy.monitor.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.event.MigrationEvent;
import dev.pgconvoy.lifecycle.Lifecycle;
import dev.pgconvoy.migration.MigrationOptions;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.monitor.MigrationSamples;
import dev.pgconvoy.monitor.PublishedStatuses;
import dev.pgconvoy.monitor.brokers.DeadLetterCounts;
import dev.pgconvoy.monitor.live.LiveMigrationsSamples;
import dev.pgconvoy.monitor.view.KnownMigrations;
import dev.pgconvoy.monitor.view.StatePosition;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SlotsWantedTest {

    private static final String ID = "orders/move-1";

    @Test
    void tasks_are_wanted_up_to_the_jobs_of_their_migration() {
        assertThat(SlotsWanted.of(running(), 3)).isEqualTo(3);
        assertThat(SlotsWanted.of(running(), 50)).isEqualTo(MigrationOptions.DEFAULT_JOBS);
    }

    @Test
    void one_is_wanted_for_whoever_is_to_lead() {
        assertThat(SlotsWanted.of(running(), 0)).isOne();
    }

    @Test
    void none_is_wanted_before_the_checks_are_done_and_after_the_end() {
        assertThat(SlotsWanted.of(PublishedStatuses.requested(ID, 0), 0)).isZero();
        assertThat(SlotsWanted.of(PublishedStatuses.finished(ID), 3)).isZero();
    }

    @Test
    void what_is_not_known_is_left_out() {
        assertThat(scaling(true).slotsWanted()).contains(1);
        assertThat(scaling(true).slotsBusy()).contains(0);
        assertThat(scaling(false).slotsWanted()).isEmpty();
        assertThat(scaling(false).slotsBusy()).isEmpty();
    }

    private static SlotDemand scaling(boolean isListening) {
        var known = new KnownMigrations();
        known.record(running(), new StatePosition(0, 0));
        var live = isListening ? LiveMigrationsSamples.listening() : LiveMigrationsSamples.notListening();
        return new ListedMigrations(
                        known, live, new DeadLetterCounts(new SimpleMeterRegistry()), () -> MigrationSamples.T0)
                .scaling();
    }

    private static MigrationStatus running() {
        var facts = new MigrationSamples(ID);
        var migration =
                Lifecycle.fold(null, facts.requested(), MigrationSamples.T0).next();
        for (var fact : new MigrationEvent[] {facts.validated(), facts.submitted(), facts.began()}) {
            migration = Lifecycle.fold(migration, fact, MigrationSamples.T0).next();
        }
        return Objects.requireNonNull(migration).status();
    }
}
