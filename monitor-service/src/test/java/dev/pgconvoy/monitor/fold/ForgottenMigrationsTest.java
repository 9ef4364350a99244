package dev.pgconvoy.monitor.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.pgconvoy.event.EventType;
import dev.pgconvoy.fixture.SharedSealKey;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.monitor.MigrationSamples;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ForgottenMigrationsTest {

    private final MigrationSamples move = new MigrationSamples("orders/move-1");
    private final FoldDriver fold = new FoldDriver();

    @AfterEach
    void close() {
        fold.close();
    }

    private List<TestRecord<byte[], byte[]>> tombstones() {
        return fold.records(EventType.STATE_RECORDED.topic()).stream()
                .filter(record -> record.value() == null)
                .toList();
    }

    @Test
    void what_ended_long_ago_is_forgotten_by_everybody() {
        fold.send(move.requested(), move.validated(), move.began(), move.finished(1));

        fold.driver.advanceWallClockTime(FoldDriver.KEPT.minusHours(2));
        assertThat(tombstones()).isEmpty();

        fold.driver.advanceWallClockTime(Duration.ofHours(4));
        assertThat(tombstones()).singleElement().satisfies(record -> {
            assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo("orders/move-1");
            assertThatNoException()
                    .isThrownBy(() -> SharedSealKey.reader()
                            .requireOurs(EventType.STATE_RECORDED.topic(), "orders/move-1", record.headers(), null));
        });
        assertThat(fold.driver.getKeyValueStore(FoldTopology.MIGRATIONS).get("orders/move-1"))
                .isNull();
    }

    @Test
    void what_runs_is_never_forgotten() {
        fold.send(move.requested(), move.validated(), move.began());

        fold.driver.advanceWallClockTime(Duration.ofDays(1_000));

        assertThat(tombstones()).isEmpty();
    }

    @Test
    void a_forgotten_id_can_be_used_again() {
        fold.send(move.requested(), move.validated(), move.began(), move.finished(1));
        fold.driver.advanceWallClockTime(FoldDriver.KEPT.plusHours(4));
        fold.records(EventType.STATE_RECORDED.topic());

        fold.send(move.requested());

        assertThat(fold.statuses(EventType.STATE_RECORDED))
                .extracting(MigrationStatus::revision)
                .containsExactly(1L);
    }
}
