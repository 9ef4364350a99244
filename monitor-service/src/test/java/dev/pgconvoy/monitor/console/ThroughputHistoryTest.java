package dev.pgconvoy.monitor.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.migration.DatabasePhase;
import dev.pgconvoy.migration.DatabaseProgress;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.monitor.MigrationSamples;
import dev.pgconvoy.monitor.PublishedStatuses;
import dev.pgconvoy.monitor.view.KnownMigrations;
import dev.pgconvoy.monitor.view.StatePosition;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ThroughputHistoryTest {

    private static final StatePosition PLACE = new StatePosition(0, 0);

    private final KnownMigrations known = new KnownMigrations();
    private Instant now = MigrationSamples.T0;
    private final ThroughputHistory history = new ThroughputHistory(known, () -> now);

    @AfterEach
    void stop() {
        history.stop();
    }

    private static MigrationStatus copying(String id, long bytesPerSecond) {
        return PublishedStatuses.requested(id, 0)
                .withDatabases(List.of(new DatabaseProgress(
                        "orders", DatabasePhase.COPY, 1, 1, 1, 0, 1_000, 10, 4, 2, 0, 0, bytesPerSecond, 9)));
    }

    private void sampleAfter(int seconds) {
        now = now.plusSeconds(seconds);
        history.sample();
    }

    @Test
    void a_migration_is_measured_from_its_first_bytes_on_and_all_of_them_together() {
        known.record(copying("a/1", 0), PLACE);
        known.record(copying("b/1", 70), PLACE);
        sampleAfter(0);
        known.record(copying("a/1", 100), PLACE);
        sampleAfter(5);
        sampleAfter(5);

        assertThat(history.of(MigrationId.parse("a/1")))
                .isEqualTo(new Throughput(MigrationSamples.T0.plusSeconds(5), 5, List.of(100L, 100L)));
        assertThat(history.of(MigrationId.parse("b/1")).bytesPerSecond()).containsExactly(70L, 70L, 70L);
        assertThat(history.total().bytesPerSecond()).containsExactly((70L + 170 + 170) / 3);
    }

    @Test
    void what_stands_still_is_not_measured_and_its_gap_is_not_nothing() {
        known.record(copying("a/1", 100), PLACE);
        sampleAfter(0);
        known.record(
                PublishedStatuses.stalled("a/1")
                        .withDatabases(copying("a/1", 100).databases()),
                PLACE);
        sampleAfter(5);
        known.forget(MigrationId.parse("a/1"));
        known.record(copying("a/1", 50), PLACE);
        sampleAfter(5);

        assertThat(history.of(MigrationId.parse("a/1")).bytesPerSecond()).containsExactly(100L, -1L, 50L);
    }

    @Test
    void what_has_ended_keeps_its_history_until_room_is_needed() {
        known.record(copying("first/1", 1), PLACE);
        sampleAfter(0);
        known.record(PublishedStatuses.finished("first/1"), PLACE);
        for (var number = 0; number < ThroughputHistory.MOST_MIGRATIONS - 1; number++) {
            known.record(copying("server-%d/1".formatted(number), 1), PLACE);
        }
        sampleAfter(5);
        assertThat(history.of(MigrationId.parse("first/1")).bytesPerSecond()).containsExactly(1L);

        known.record(copying("one-more/1", 1), PLACE);
        known.record(copying("too-many/1", 1), PLACE);
        sampleAfter(5);

        assertThat(history.of(MigrationId.parse("first/1")).bytesPerSecond()).isEmpty();
        assertThat(List.of(
                        history.of(MigrationId.parse("one-more/1"))
                                .bytesPerSecond()
                                .size(),
                        history.of(MigrationId.parse("too-many/1"))
                                .bytesPerSecond()
                                .size()))
                .containsExactlyInAnyOrder(0, 1);
    }
}
