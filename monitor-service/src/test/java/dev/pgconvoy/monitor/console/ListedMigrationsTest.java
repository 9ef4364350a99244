package dev.pgconvoy.monitor.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.monitor.MigrationSamples;
import dev.pgconvoy.monitor.brokers.DeadLetterCounts;
import dev.pgconvoy.monitor.live.LiveMigrations;
import dev.pgconvoy.monitor.live.LiveMigrationsSamples;
import dev.pgconvoy.monitor.view.KnownMigrations;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ListedMigrationsTest {

    private static FleetOverview overview(LiveMigrations live) {
        return new ListedMigrations(
                        new KnownMigrations(),
                        live,
                        new DeadLetterCounts(new SimpleMeterRegistry()),
                        () -> MigrationSamples.T0)
                .overview();
    }

    @Test
    void what_is_not_counted_yet_is_left_out_and_not_nothing() {
        var overview = overview(LiveMigrationsSamples.notListening());

        assertThat(new String(EventJson.write(overview), StandardCharsets.UTF_8))
                .contains("\"states\"")
                .doesNotContain("slotsBusy", "tasksWaiting", "deadLetters");
    }

    @Test
    void who_listens_knows_that_no_task_is_in_hand() {
        var overview = overview(LiveMigrationsSamples.listening());

        assertThat(overview.slotsBusy()).contains(0);
        assertThat(overview.tasksWaiting()).contains(0);
        assertThat(overview.deadLetters()).isEmpty();
    }
}
