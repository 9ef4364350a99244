package dev.pgconvoy.monitor.fold;

import static dev.pgconvoy.monitor.fold.FoldDriver.header;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.EventType;
import dev.pgconvoy.kafka.DeadLetters;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.monitor.MigrationSamples;
import dev.pgconvoy.monitor.fold.intake.HomePartition;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The driver delivers everything on partition 0; with eight partitions most ids live elsewhere.
class StrayFactsTest {

    private static final String STRAYS = "fold-test-strays-repartition";

    private final FoldDriver fold = new FoldDriver(8);

    @AfterEach
    void close() {
        fold.close();
    }

    @Test
    void a_fact_on_a_foreign_partition_goes_home_and_is_folded_there() {
        var away = idThatLivesOn(5);

        fold.send(away.requested(), away.validated(), away.submitted(), away.began(), away.finished(1));

        assertThat(fold.statuses(EventType.STATE_RECORDED))
                .extracting(MigrationStatus::revision)
                .containsExactly(1L, 2L, 3L, 4L);
        assertThat(fold.records(STRAYS))
                .hasSize(5)
                .allSatisfy(record -> assertThat(new String(record.key(), StandardCharsets.UTF_8))
                        .isEqualTo(away.id()));
    }

    @Test
    void a_fact_at_home_takes_no_detour() {
        var home = idThatLivesOn(0);

        fold.send(home.requested());

        assertThat(fold.statuses(EventType.STATE_RECORDED)).hasSize(1);
        assertThat(fold.records(STRAYS)).isEmpty();
    }

    @Test
    void a_stray_that_is_refused_still_knows_where_it_came_from() {
        var away = idThatLivesOn(5);
        fold.send(away.requested(), away.validated(), away.began(), away.finished(1));

        fold.send(away.cancelRequested());

        var letter = fold.deadLetters(EventType.CANCEL_REQUESTED).getFirst();
        assertThat(header(letter, DeadLetters.TOPIC)).isEqualTo("migration.cancel-requested");
        assertThat(letter.headers().lastHeader("pgconvoy-origin")).isNull();
    }

    @Test
    void a_fact_with_another_key_goes_nowhere_but_to_the_dead_letters() {
        var away = idThatLivesOn(5);
        var record = new EventCodec("/test", () -> MigrationSamples.T0).record(away.requested(), Optional.empty());

        fold.sendRaw(record.topic(), idThatLivesOn(0).id(), record.value(), record.headers());
        fold.sendRaw(record.topic(), null, record.value(), record.headers());

        assertThat(fold.deadLetters(EventType.MIGRATION_REQUESTED))
                .hasSize(2)
                .allSatisfy(letter -> assertThat(header(letter, DeadLetters.REASON))
                        .isEqualTo("the record's key must be the migration id in its data"));
        assertThat(fold.records(STRAYS)).isEmpty();
        assertThat(fold.statuses(EventType.STATE_RECORDED)).isEmpty();
    }

    private static MigrationSamples idThatLivesOn(int partition) {
        for (var i = 0; ; i++) {
            var id = "orders/move-" + i;
            if (new HomePartition(8).of(id) == partition) {
                return new MigrationSamples(id);
            }
        }
    }
}
