package dev.pgconvoy.worker.conductor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.MigrationEvent.MigrationSubmitted;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.fixture.Facts;
import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.fixture.SharedSealKey;
import dev.pgconvoy.kafka.EventProducer;
import dev.pgconvoy.migration.ExecutorKind;
import dev.pgconvoy.migration.MigrationOption;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.worker.lease.LeasedWork.Disposition;
import dev.pgconvoy.worker.report.DatabaseLog;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// From the record of the share group to its disposition.
class ConductorTest {

    private static final MigrationRequest REQUEST = Fixtures.aRequest().build();

    private static final EventCodec CODEC = new EventCodec("/pgconvoy/test", () -> Fixtures.NOON, SharedSealKey.mac());

    private final RecordedServers servers = new RecordedServers();
    private final ConductorFixture fixture = new ConductorFixture(REQUEST, 1, _ -> {}, _ -> servers);
    private final MockProducer<String, byte[]> letters =
            new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    private final ConductorWork work =
            new ConductorWork(new Conductor(fixture.tools), SharedSealKey.reader(), new EventProducer(letters, CODEC));

    @AfterEach
    void end() {
        fixture.close();
    }

    private static ConsumerRecord<String, byte[]> record(MigrationRequest request, ExecutorKind executor, int attempt) {
        var said = CODEC.record(
                new MigrationSubmitted(request, executor, attempt, Facts.accepted(request)), Optional.empty());
        return record(said.topic(), said.key(), said.value(), new RecordHeaders(said.headers()), 1);
    }

    private static ConsumerRecord<String, byte[]> record(
            String topic, String key, byte[] value, RecordHeaders headers, int deliveries) {
        return new ConsumerRecord<>(
                topic,
                0,
                0,
                0,
                TimestampType.CREATE_TIME,
                0,
                0,
                key,
                value,
                headers,
                Optional.empty(),
                Optional.of((short) deliveries));
    }

    private Disposition handle(ConsumerRecord<String, byte[]> leased) throws InterruptedException {
        return work.handle(leased, fixture.delivery.lease());
    }

    private void complete() {
        servers.database("shop").outcome = Optional.of(new DatabaseLog("shop").outcome());
    }

    @Test
    void a_migration_that_is_over_is_accepted_and_its_inbox_is_closed() throws Exception {
        complete();
        var others = fixture.registry.leading();

        assertThat(handle(record(REQUEST, ExecutorKind.WORKERS, 1))).isEqualTo(Disposition.ACCEPT);

        assertThat(fixture.facts.observed(Observation.Finished.class)).hasSize(1);
        assertThat(fixture.registry.leading()).isEqualTo(others);
    }

    @Test
    void one_that_is_somebody_elses_is_given_back_because_they_may_die() throws Exception {
        servers.failAt("contend", FailureCode.FENCED);

        assertThat(handle(record(REQUEST, ExecutorKind.WORKERS, 1))).isEqualTo(Disposition.RELEASE);
    }

    @Test
    void one_whose_lease_is_lost_is_given_back() throws Exception {
        fixture.loseLease();

        assertThat(handle(record(REQUEST, ExecutorKind.AZURE, 1))).isEqualTo(Disposition.RELEASE);
    }

    @Test
    void one_that_azure_moves_is_none_of_ours() throws Exception {
        assertThat(handle(record(REQUEST, ExecutorKind.AZURE, 1))).isEqualTo(Disposition.ACCEPT);

        assertThat(servers.steps).isEmpty();
    }

    @Test
    void what_cannot_be_read_is_put_among_the_dead_letters_and_accepted() throws Exception {
        var unread = record("migration.submitted", "key", new byte[] {1}, new RecordHeaders(), 1);

        assertThat(handle(unread)).isEqualTo(Disposition.ACCEPT);

        assertThat(letters.history())
                .singleElement()
                .satisfies(letter -> assertThat(letter.topic()).isEqualTo("migration.submitted.dlq"));
    }

    @Test
    void one_that_was_handed_out_again_may_have_ended() throws Exception {
        fixture.delivery.publisher().sayDurably(new Observation.Finished(1, Fixtures.aReport()));

        assertThat(handle(record(REQUEST, ExecutorKind.WORKERS, 2))).isEqualTo(Disposition.ACCEPT);

        assertThat(servers.steps).isEmpty();
    }

    @Test
    void so_may_one_that_was_delivered_again() throws Exception {
        fixture.delivery.publisher().sayDurably(new Observation.Finished(1, Fixtures.aReport()));
        var first = record(REQUEST, ExecutorKind.WORKERS, 1);

        handle(record(first.topic(), first.key(), first.value(), new RecordHeaders(first.headers()), 2));

        assertThat(servers.steps).isEmpty();
    }

    @Test
    void a_comparison_takes_no_lead() throws Exception {
        var request = Fixtures.aRequest().option(MigrationOption.VERIFY).build();
        try (var comparing = new ConductorFixture(request, 1, _ -> {}, _ -> servers)) {
            comparing.delivery.publisher().sayDurably(new Observation.Stopped(1, List.of()));

            var over = new Conductor(comparing.tools)
                    .lead(
                            CODEC.envelope(comparing.delivery.submission(), Optional.empty()),
                            false,
                            comparing.delivery.lease());

            assertThat(over).isTrue();
            assertThat(servers.steps).isEmpty();
        }
    }
}
