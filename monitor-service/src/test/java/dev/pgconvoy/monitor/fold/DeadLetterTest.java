package dev.pgconvoy.monitor.fold;

import static dev.pgconvoy.monitor.fold.FoldDriver.header;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.EventType;
import dev.pgconvoy.event.MigrationEvent.MigrationObserved;
import dev.pgconvoy.event.MigrationEvent.MigrationRequested;
import dev.pgconvoy.event.RequestHash;
import dev.pgconvoy.fixture.SharedSealKey;
import dev.pgconvoy.kafka.DeadLetters;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.monitor.MigrationSamples;
import dev.pgconvoy.monitor.fold.intake.RecordSizeLimits;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadLetterTest {

    private final MigrationSamples move = new MigrationSamples("orders/move-1");
    private final FoldDriver fold = new FoldDriver();

    @AfterEach
    void close() {
        fold.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MIGRATION_REQUESTED | no JSON at all | the value is not JSON",
                "MIGRATION_REQUESTED | null | the data is JSON null",
                "MIGRATION_REQUESTED | {\"id\":\"no-slash\"} | $.id: a migration id is",
            })
    void garbage_is_kept_with_its_reason_and_place_and_the_next_record_passes(
            EventType type, String garbage, String reason) {
        fold.sendRaw(type.topic(), "some key", garbage.getBytes(StandardCharsets.UTF_8), headers(type));

        fold.send(move.requested());

        var letter = fold.deadLetters(type).getFirst();
        assertThat(new String(letter.value(), StandardCharsets.UTF_8)).isEqualTo(garbage);
        assertThat(new String(letter.key(), StandardCharsets.UTF_8)).isEqualTo("some key");
        assertThat(header(letter, DeadLetters.REASON)).contains(reason);
        assertThat(header(letter, DeadLetters.TOPIC)).isEqualTo(type.topic());
        assertThat(header(letter, DeadLetters.OFFSET)).isEqualTo("0");
        assertThat(fold.statuses(EventType.STATE_RECORDED)).hasSize(1);
        assertThat(fold.counted("pgconvoy.dead.letters", "topic", type.topic())).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MIGRATION_VALIDATED | {\"findings\":[]} | $.request: missing",
                "MIGRATION_OBSERVED | [] | missing or not of the expected type",
            })
    void garbage_of_our_own_is_told_with_its_reason_and_place(EventType type, String garbage, String reason) {
        var record = SharedSealKey.mac()
                .signed(new ProducerRecord<>(
                        type.topic(), null, "some key", garbage.getBytes(StandardCharsets.UTF_8), headers(type)));

        fold.sendRaw(record.topic(), record.key(), record.value(), record.headers());

        var letter = fold.deadLetters(type).getFirst();
        assertThat(letter.value()).isNull();
        assertThat(header(letter, DeadLetters.REASON)).contains(reason);
        assertThat(header(letter, DeadLetters.OFFSET)).isEqualTo("0");
    }

    @Test
    void a_forged_fact_changes_nothing_and_is_kept_nowhere() {
        fold.send(move.requested(), move.validated(), move.submitted(), move.began());
        fold.statuses(EventType.STATE_RECORDED);
        var forged = new EventCodec("/stranger", () -> MigrationSamples.T0)
                .record(move.observed(new Observation.Finished(1, MigrationSamples.report(1))), Optional.empty());

        fold.sendRaw(forged.topic(), forged.key(), forged.value(), forged.headers());

        var letter = fold.deadLetters(EventType.MIGRATION_OBSERVED).getFirst();
        assertThat(header(letter, DeadLetters.REASON)).contains("the record is not ours");
        assertThat(letter.value()).isNull();
        assertThat(fold.statuses(EventType.STATE_RECORDED)).isEmpty();
    }

    @Test
    void a_record_without_a_type_is_refused_and_one_without_a_value_too() {
        fold.sendRaw("migration.requested", "k", "{}".getBytes(StandardCharsets.UTF_8), new RecordHeaders());
        fold.sendRaw("migration.requested", "k", null, headers(EventType.MIGRATION_REQUESTED));

        assertThat(fold.deadLetters(EventType.MIGRATION_REQUESTED))
                .extracting(letter -> header(letter, DeadLetters.REASON))
                .satisfiesExactly(
                        reason -> assertThat(reason).contains("ce_type is missing"),
                        reason -> assertThat(reason).contains("the value is empty"));
    }

    @Test
    void a_password_in_clear_text_is_refused_and_kept_nowhere() {
        var record = new EventCodec("/test", () -> MigrationSamples.T0).record(move.requested(), Optional.empty());
        var value = new String(record.value(), StandardCharsets.UTF_8).replace(MigrationSamples.SEALED, "hunter2");

        fold.sendRaw(record.topic(), record.key(), value.getBytes(StandardCharsets.UTF_8), record.headers());

        var letter = fold.deadLetters(EventType.MIGRATION_REQUESTED).getFirst();
        assertThat(header(letter, DeadLetters.REASON))
                .contains("$.source.password: a password in clear text is refused")
                .doesNotContain("hunter2");
        assertThat(new String(letter.value(), StandardCharsets.UTF_8))
                .contains("source.example")
                .doesNotContain("hunter2");
    }

    @Test
    void a_record_larger_than_a_topic_takes_loses_its_content_and_says_so() {
        var value = new byte[RecordSizeLimits.LARGEST_ARRIVAL];

        fold.sendRaw("migration.requested", "k", value, headers(EventType.MIGRATION_REQUESTED));

        var letter = fold.deadLetters(EventType.MIGRATION_REQUESTED).getFirst();
        assertThat(letter.value()).isNull();
        assertThat(header(letter, DeadLetters.REASON)).contains("larger than any event");
        assertThat(header(letter, DeadLetters.CHANGED)).contains("are left out: they have 8");
        assertThat(header(letter, DeadLetters.TOPIC)).isEqualTo("migration.requested");
    }

    @Test
    void a_different_request_under_a_used_id_is_refused_and_changes_nothing() {
        fold.send(move.requested());
        var other = move.request().withDatabases(List.of("invoices"));

        fold.send(new MigrationRequested(other));

        assertThat(header(fold.deadLetters(EventType.MIGRATION_REQUESTED).getFirst(), DeadLetters.REASON))
                .contains("orders/move-1 exists already with a different request");
        assertThat(fold.statuses(EventType.STATE_RECORDED)).hasSize(1);
    }

    @Test
    void a_fact_about_another_request_is_refused_and_changes_nothing() {
        fold.send(move.requested(), move.validated(), move.submitted(), move.began());
        fold.statuses(EventType.STATE_RECORDED);
        var other = Optional.of(RequestHash.of(move.request().withDatabases(List.of("invoices"))));

        fold.send(new MigrationObserved(
                move.request().id(), other, new Observation.Finished(1, MigrationSamples.report(1))));

        assertThat(header(fold.deadLetters(EventType.MIGRATION_OBSERVED).getFirst(), DeadLetters.REASON))
                .contains("it is about another request than the one that migration orders/move-1 stands for");
        assertThat(fold.statuses(EventType.STATE_RECORDED)).isEmpty();
    }

    @Test
    void cancelling_what_is_complete_is_refused() {
        fold.send(move.requested(), move.validated(), move.began());
        fold.send(move.observed(new Observation.Ending(1, new Observation.Finished(1, MigrationSamples.report(1)))));

        fold.send(move.cancelRequested(), move.finished(1));

        assertThat(header(fold.deadLetters(EventType.CANCEL_REQUESTED).getFirst(), DeadLetters.REASON))
                .contains("is complete and is being finished");
        assertThat(fold.statuses(EventType.MIGRATION_COMPLETED)).hasSize(1);
    }

    @Test
    void cancelling_what_has_ended_is_refused() {
        fold.send(move.requested(), move.validated(), move.began(), move.finished(1));

        fold.send(move.cancelRequested());

        assertThat(header(fold.deadLetters(EventType.CANCEL_REQUESTED).getFirst(), DeadLetters.REASON))
                .contains("has ended as Succeeded");
        assertThat(fold.statuses(EventType.STATE_RECORDED))
                .extracting(MigrationStatus::revision)
                .endsWith(4L);
    }

    private static RecordHeaders headers(EventType type) {
        var headers = new RecordHeaders();
        headers.add("ce_type", type.ceType().getBytes(StandardCharsets.UTF_8));
        return headers;
    }
}
