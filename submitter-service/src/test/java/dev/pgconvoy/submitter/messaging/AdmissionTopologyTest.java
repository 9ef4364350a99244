package dev.pgconvoy.submitter.messaging;

import static dev.pgconvoy.submitter.SampleMigrations.NOON;
import static dev.pgconvoy.submitter.SampleMigrations.ONE;
import static dev.pgconvoy.submitter.SampleMigrations.id;
import static dev.pgconvoy.submitter.SampleMigrations.request;
import static dev.pgconvoy.submitter.SampleMigrations.status;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.event.Envelope;
import dev.pgconvoy.event.Event;
import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.event.EventType;
import dev.pgconvoy.event.MalformedEventException;
import dev.pgconvoy.event.MigrationEvent;
import dev.pgconvoy.event.MigrationEvent.CancelRequested;
import dev.pgconvoy.event.MigrationEvent.MigrationCompleted;
import dev.pgconvoy.event.MigrationEvent.MigrationObserved;
import dev.pgconvoy.event.MigrationEvent.MigrationSubmitted;
import dev.pgconvoy.event.MigrationEvent.MigrationValidated;
import dev.pgconvoy.event.MigrationEvent.SubstateChanged;
import dev.pgconvoy.event.RequestHash;
import dev.pgconvoy.fixture.SharedSealKey;
import dev.pgconvoy.fleet.schedule.SchedulerSettings;
import dev.pgconvoy.kafka.DeadLetters;
import dev.pgconvoy.kafka.LoopWatch;
import dev.pgconvoy.migration.ExecutorKind;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationOption;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.MigrationState;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.migration.Verdict;
import dev.pgconvoy.submitter.SampleMigrations;
import dev.pgconvoy.submitter.application.AdmitMigrations;
import dev.pgconvoy.submitter.application.WorkersExecutor;
import dev.pgconvoy.submitter.model.TargetQueue;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdmissionTopologyTest {

    private static final Optional<String> TRACE =
            Optional.of("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

    private static final Duration KEPT = Duration.ofDays(90);

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final LoopWatch loops = new LoopWatch();
    private final EventCodec ours = new EventCodec("/pgconvoy/submitter", () -> ONE, SharedSealKey.mac());
    private final EventCodec theirs = new EventCodec("/pgconvoy/test", () -> ONE, SharedSealKey.mac());
    private final TopologyTestDriver streams = new TopologyTestDriver(
            AdmissionTopology.build(
                    new AdmitMigrations(100, List.of(new WorkersExecutor())),
                    SchedulerSettings.DEFAULTS,
                    SharedSealKey.reader(),
                    ours,
                    metrics,
                    loops,
                    KEPT),
            new Properties());

    @AfterEach
    void close() {
        streams.close();
    }

    @Test
    void a_validated_migration_is_submitted_with_its_trace_under_its_own_key() throws Exception {
        hear(validated(request("a")));

        assertThat(announced(EventType.MIGRATION_SUBMITTED)).singleElement().satisfies(event -> {
            assertThat(event.data())
                    .isEqualTo(new MigrationSubmitted(
                            request("a"), ExecutorKind.WORKERS, 1, dev.pgconvoy.fixture.Facts.accepted(request("a"))));
            assertThat(event.subject()).isEqualTo("server-1/a");
            assertThat(event.source()).isEqualTo("/pgconvoy/submitter");
            assertThat(event.traceparent()).isEqualTo(TRACE);
        });
    }

    @Test
    void the_queue_survives_in_its_store() throws Exception {
        hear(validated(request("a")));
        hear(validated(request("b")));
        hear(validated(request("c")));
        hear(new CancelRequested(id("b"), "not needed"));
        hear(new MigrationCompleted(status("a", MigrationState.SUCCEEDED, 12, Optional.empty())));

        assertThat(announced(EventType.MIGRATION_SUBMITTED))
                .extracting(Envelope::data)
                .containsExactly(
                        new MigrationSubmitted(
                                request("a"),
                                ExecutorKind.WORKERS,
                                1,
                                dev.pgconvoy.fixture.Facts.accepted(request("a"))),
                        new MigrationSubmitted(
                                request("c"),
                                ExecutorKind.WORKERS,
                                1,
                                dev.pgconvoy.fixture.Facts.accepted(request("c"))));
        assertThat(announced(EventType.MIGRATION_OBSERVED))
                .extracting(Envelope::data)
                .containsExactly(new MigrationObserved(
                        id("b"), Optional.of(RequestHash.of(request("b"))), new Observation.Stopped(0, List.of())));
    }

    @Test
    void a_stalled_migration_is_submitted_again() throws Exception {
        hear(validated(request("a")));
        hear(new SubstateChanged(status("a", MigrationState.IN_PROGRESS, 5, Optional.empty())));
        hear(new SubstateChanged(status("a", MigrationState.IN_PROGRESS, 6, Optional.of(NOON))));

        assertThat(announced(EventType.MIGRATION_SUBMITTED))
                .extracting(event -> ((MigrationSubmitted) event.data()).attempt())
                .containsExactly(1, 2);
    }

    @Test
    void an_executor_that_is_not_here_fails_the_migration() throws Exception {
        hear(validated(request("a", MigrationOption.MIGRATE, ExecutorKind.AZURE)));

        assertThat(announced(EventType.MIGRATION_OBSERVED)).singleElement().satisfies(event -> {
            var observed = (MigrationObserved) event.data();
            assertThat(observed.observation()).isInstanceOf(Observation.Failed.class);
            assertThat(event.traceparent()).isEqualTo(TRACE);
        });
        assertThat(announced(EventType.MIGRATION_SUBMITTED)).isEmpty();
    }

    @Test
    void what_cannot_be_read_becomes_a_counted_dead_letter() {
        var topic = EventType.MIGRATION_VALIDATED.topic();

        var untyped = SharedSealKey.mac().signed(new ProducerRecord<>(topic, "some-key", "no json".getBytes(UTF_8)));
        hear(topic, "some-key", untyped.value(), untyped.headers());
        hear(topic, "some-key", null, new RecordHeaders());

        var letters = streams.createOutputTopic(topic + ".dlq", new StringDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
        assertThat(letters).extracting(TestRecord::key).containsExactly("some-key", "some-key");
        assertThat(letters.getFirst().value()).isNull();
        assertThat(letters.getLast().value()).isNull();
        assertThat(new String(
                        letters.getFirst()
                                .headers()
                                .lastHeader(DeadLetters.REASON)
                                .value(),
                        UTF_8))
                .contains("ce_type");
        assertThat(metrics.counter("pgconvoy.dead.letters", "topic", topic).count())
                .isEqualTo(2);
    }

    @Test
    void of_a_record_with_large_headers_only_the_place_goes_to_the_dead_letters() {
        var topic = EventType.MIGRATION_VALIDATED.topic();

        hear(topic, "server-1/a", "{}".getBytes(UTF_8), new RecordHeaders().add("padding", new byte[20_000_000]));
        hear(validated(request("a")));

        assertThat(letters(EventType.MIGRATION_VALIDATED)).singleElement().satisfies(letter -> {
            assertThat(letter.headers().toArray()).hasSize(5);
            assertThat(text(letter, DeadLetters.OFFSET)).isEqualTo("0");
        });
    }

    @Test
    void a_queue_never_becomes_larger_than_the_record_that_keeps_it() throws Exception {
        for (var number = 0; number < 40; number++) {
            hear(validated(SampleMigrations.large("m" + number)));
        }

        var refused = announced(EventType.MIGRATION_OBSERVED);
        assertThat(refused)
                .isNotEmpty()
                .allSatisfy(event -> assertThat(((MigrationObserved) event.data()).observation())
                        .isInstanceOf(Observation.Failed.class));
        KeyValueStore<String, TargetQueue> store = streams.getKeyValueStore(AdmitFacts.STORE);
        assertThat(EventJson.write(store.get("server-1"))).hasSizeLessThan(EventCodec.LARGEST_EVENT);
    }

    @Test
    void what_is_over_for_long_is_forgotten_and_cancellations_of_strangers_soon() throws Exception {
        hear(validated(request("a")));
        hear(new MigrationCompleted(status("a", MigrationState.SUCCEEDED, 12, Optional.empty())));
        hear(new CancelRequested(new MigrationId("nowhere", "x"), "a stranger"));
        KeyValueStore<String, TargetQueue> store = streams.getKeyValueStore(AdmitFacts.STORE);

        streams.advanceWallClockTime(Duration.ofDays(2));
        assertThat(store.get("nowhere")).isNull();
        assertThat(store.get("server-1").memories()).hasSize(1);

        streams.advanceWallClockTime(Duration.ofDays(89));
        assertThat(store.get("server-1")).isNull();
    }

    @Test
    void what_is_over_for_long_is_forgotten_also_of_a_server_that_is_always_in_use() throws Exception {
        hear(validated(request("a")));
        hear(new MigrationCompleted(status("a", MigrationState.SUCCEEDED, 12, Optional.empty())));
        streams.advanceWallClockTime(KEPT.dividedBy(2));
        hear(validated(request("b")));
        hear(new MigrationCompleted(status("b", MigrationState.SUCCEEDED, 12, Optional.empty())));
        KeyValueStore<String, TargetQueue> store = streams.getKeyValueStore(AdmitFacts.STORE);
        assertThat(store.get("server-1").memories()).hasSize(2);

        streams.advanceWallClockTime(KEPT.dividedBy(2).plusDays(1));

        assertThat(new String(EventJson.write(store.get("server-1")), UTF_8))
                .contains(id("b").toString())
                .doesNotContain(id("a").toString());
    }

    @Test
    void who_waits_is_never_forgotten() throws Exception {
        hear(validated(request("a")));
        KeyValueStore<String, TargetQueue> store = streams.getKeyValueStore(AdmitFacts.STORE);

        streams.advanceWallClockTime(Duration.ofDays(1_000));

        assertThat(store.get("server-1")).isNotNull();
    }

    @Test
    void a_verdict_on_another_request_under_a_used_id_becomes_a_counted_dead_letter() throws Exception {
        hear(validated(request("a")));
        hear(validated(request("a", MigrationOption.MIGRATE, ExecutorKind.WORKERS)));

        assertThat(announced(EventType.MIGRATION_SUBMITTED))
                .extracting(Envelope::data)
                .containsExactly(new MigrationSubmitted(
                        request("a"), ExecutorKind.WORKERS, 1, dev.pgconvoy.fixture.Facts.accepted(request("a"))));
        assertThat(letters(EventType.MIGRATION_VALIDATED)).singleElement().satisfies(letter -> {
            assertThat(letter.key()).isEqualTo("server-1/a");
            assertThat(text(letter, DeadLetters.REASON)).contains("another request");
            assertThat(text(letter, DeadLetters.TOPIC)).isEqualTo("migration.validated");
            assertThat(text(letter, DeadLetters.OFFSET)).isEqualTo("1");
        });
        assertThat(metrics.counter("pgconvoy.dead.letters", "topic", "migration.validated")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void a_record_under_the_key_of_another_migration_becomes_a_dead_letter() throws Exception {
        var record = theirs.record(validated(request("a")), TRACE);
        var moved = SharedSealKey.mac()
                .signed(new ProducerRecord<>(record.topic(), null, "server-1/b", record.value(), record.headers()));

        hear(record.topic(), "server-1/b", moved.value(), moved.headers());

        assertThat(announced(EventType.MIGRATION_SUBMITTED)).isEmpty();
        assertThat(letters(EventType.MIGRATION_VALIDATED))
                .hasSize(1)
                .allSatisfy(
                        letter -> assertThat(text(letter, DeadLetters.REASON)).contains("key"));
    }

    @Test
    void a_forged_verdict_submits_nothing() throws Exception {
        var forged = new EventCodec("/stranger", () -> ONE).record(validated(request("a")), TRACE);

        hear(forged.topic(), forged.key(), forged.value(), forged.headers());

        assertThat(announced(EventType.MIGRATION_SUBMITTED)).isEmpty();
        assertThat(letters(EventType.MIGRATION_VALIDATED)).singleElement().satisfies(letter -> {
            assertThat(text(letter, DeadLetters.REASON)).contains("the record is not ours");
            assertThat(letter.value()).isNull();
        });
    }

    @Test
    void a_forged_end_lets_nobody_else_begin() throws Exception {
        hear(validated(request("a")));
        hear(validated(request("b")));
        announced(EventType.MIGRATION_SUBMITTED);
        var end = new MigrationCompleted(status("a", MigrationState.SUCCEEDED, 12, Optional.empty()));
        var forged = new EventCodec("/stranger", () -> ONE).record(end, TRACE);

        hear(forged.topic(), forged.key(), forged.value(), forged.headers());

        assertThat(announced(EventType.MIGRATION_SUBMITTED)).isEmpty();
    }

    private List<TestRecord<String, byte[]>> letters(EventType type) {
        return streams.createOutputTopic(type.topic() + ".dlq", new StringDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    private static String text(TestRecord<String, byte[]> letter, String header) {
        return new String(letter.headers().lastHeader(header).value(), UTF_8);
    }

    private static MigrationValidated validated(MigrationRequest request) {
        return new MigrationValidated(
                request, Verdict.SUCCEEDED, List.of(), dev.pgconvoy.fixture.Facts.accepted(request));
    }

    private void hear(MigrationEvent event) {
        var record = theirs.record(event, TRACE);
        hear(record.topic(), record.key(), record.value(), record.headers());
    }

    private void hear(String topic, String key, byte[] value, Headers headers) {
        streams.createInputTopic(topic, new StringSerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(key, value, headers, ONE));
    }

    private List<Envelope<Event>> announced(EventType type) throws MalformedEventException {
        var read = new java.util.ArrayList<Envelope<Event>>();
        for (var event : streams.createOutputTopic(type.topic(), new StringDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList()) {
            assertThat(event.key()).startsWith("server-1/");
            read.add(EventCodec.read(type.topic(), event.headers(), event.value(), event.getRecordTime()));
        }
        return read;
    }
}
