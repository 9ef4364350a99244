package dev.pgconvoy.preflight.messaging;

import static dev.pgconvoy.preflight.PreflightRequests.aRequest;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.event.Envelope;
import dev.pgconvoy.event.Event;
import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.MalformedEventException;
import dev.pgconvoy.event.MigrationEvent.MigrationObserved;
import dev.pgconvoy.event.MigrationEvent.MigrationRequested;
import dev.pgconvoy.event.MigrationEvent.MigrationValidated;
import dev.pgconvoy.event.RequestHash;
import dev.pgconvoy.kafka.DeadLetters;
import dev.pgconvoy.kafka.EventProducer;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.migration.Verdict;
import dev.pgconvoy.preflight.PreflightRequests;
import dev.pgconvoy.preflight.application.BoundedExaminations;
import dev.pgconvoy.preflight.application.ExaminationSlots;
import dev.pgconvoy.preflight.application.ExamineServers;
import dev.pgconvoy.preflight.application.ExamineTarget;
import dev.pgconvoy.preflight.examination.ConnectionAttempt;
import dev.pgconvoy.preflight.examination.ConnectionRefusal;
import dev.pgconvoy.secret.SecretRef;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class RequestedChannelTest {

    private static final Instant ASKED = Instant.parse("2026-01-02T03:04:05Z");
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:06Z");
    private static final Optional<String> TRACE =
            Optional.of("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

    private final MockProducer<String, byte[]> kafka =
            new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final AtomicInteger connections = new AtomicInteger();
    private final KnownRequests known = new KnownRequests();
    private final RequestedChannel channel = new RequestedChannel(
            new BoundedExaminations(
                    new ExamineServers(
                            (request, side) -> {
                                connections.incrementAndGet();
                                return new ConnectionAttempt.Refused(new ConnectionRefusal(
                                        side, side.of(request), ConnectionRefusal.Reason.NOT_LISTENING, "refused"));
                            },
                            () -> {
                                throw new AssertionError("nothing to dump");
                            },
                            new ExamineTarget(Optional.empty())),
                    new ExaminationSlots(ExaminationSlots.Limits.DEFAULTS, System::nanoTime),
                    Duration.ofMinutes(1)),
            known,
            () -> {},
            new EventOutlet(new EventProducer(kafka, new EventCodec("/pgconvoy/preflight", () -> NOW)), metrics),
            metrics,
            () -> NOW);

    @Test
    void a_request_from_a_clock_that_is_ahead_was_made_now() throws Exception {
        var request = aRequest().of("orders").build();

        receive(EventCodec.record(new EventCodec("/somebody", () -> NOW.plusSeconds(3_600))
                .envelope(new MigrationRequested(request), TRACE)));

        assertThat(((MigrationValidated) sent(1).data()).acceptance().requestedAt())
                .isEqualTo(NOW);
    }

    @Test
    void a_request_is_announced_as_being_validated_and_then_as_validated() throws Exception {
        var request = aRequest().of("orders").build();

        receive(EventCodec.record(
                new EventCodec("/somebody", () -> ASKED).envelope(new MigrationRequested(request), TRACE)));

        assertThat(kafka.history())
                .extracting(ProducerRecord::topic)
                .containsExactly("migration.observed", "migration.validated");
        assertThat(sent(0).data())
                .isEqualTo(new MigrationObserved(
                        request.id(),
                        java.util.Optional.of(dev.pgconvoy.event.RequestHash.of(request)),
                        new Observation.ValidationBegan()));
        var validated = (MigrationValidated) sent(1).data();
        assertThat(validated.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(validated.findings()).hasSize(2);
        assertThat(validated.acceptance().requestedAt()).isEqualTo(ASKED);
        assertThat(validated.preflight())
                .contains(new dev.pgconvoy.migration.estimate.PreflightRun(NOW, NOW, java.util.Optional.empty()));
        assertThat(sent(1).traceparent()).isEqualTo(TRACE);
        assertThat(sent(1).source()).isEqualTo("/pgconvoy/preflight");
    }

    @Test
    void an_unreadable_record_becomes_a_counted_dead_letter_with_its_reason() {
        var headers = new RecordHeaders().add("ce_type", "dev.pgconvoy.migration.requested.v1".getBytes(UTF_8));

        receive("{\"id\": 7}".getBytes(UTF_8), headers);

        assertThat(kafka.history()).singleElement().satisfies(letter -> {
            assertThat(letter.topic()).isEqualTo("migration.requested.dlq");
            assertThat(letter.headers().lastHeader(DeadLetters.REASON).value()).isNotEmpty();
        });
        assertThat(metrics.counter("pgconvoy.dead.letters", "topic", "migration.requested")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void a_record_without_a_value_is_a_dead_letter_too() {
        receive(null, new RecordHeaders());

        assertThat(kafka.history()).extracting(ProducerRecord::topic).containsExactly("migration.requested.dlq");
    }

    @Test
    void a_record_with_headers_of_any_size_is_a_small_dead_letter() {
        receive("{}".getBytes(UTF_8), new RecordHeaders().add("padding", new byte[20_000_000]));
        receive(requested(aRequest().of("orders").build()));

        assertThat(kafka.history())
                .extracting(ProducerRecord::topic)
                .containsExactly("migration.requested.dlq", "migration.observed", "migration.validated");
        assertThat(kafka.history().getFirst().headers().toArray()).hasSize(5);
    }

    @Test
    void a_request_that_was_answered_is_not_examined_again() {
        receive(requested(aRequest().of("orders").build()));
        receive(requested(aRequest().of("orders").build()));

        assertThat(kafka.history())
                .extracting(ProducerRecord::topic)
                .containsExactly("migration.observed", "migration.validated");
        assertThat(connections).hasValue(2);
    }

    @Test
    void nothing_is_connected_for_a_different_request_under_a_used_id() {
        receive(requested(aRequest().of("orders").build()));
        receive(requested(aRequest().of("stock").build()));

        assertThat(kafka.history())
                .extracting(ProducerRecord::topic)
                .containsExactly("migration.observed", "migration.validated", "migration.requested.dlq");
        assertThat(reason(kafka.history().getLast())).contains("exists already with a different request");
        assertThat(connections).hasValue(2);
    }

    @Test
    void nothing_is_connected_for_sealed_passwords_that_are_replayed_under_a_used_id() {
        var sealed = SecretRef.parse("sealed:" + "A".repeat(44));
        var first = aRequest()
                .from(PreflightRequests.endpoint("source.example", 5432).withPassword(sealed))
                .build();
        receive(requested(first));
        for (var replay : List.of(
                first.withServers(
                        PreflightRequests.endpoint("evil.example", 5432).withPassword(sealed), first.target()),
                first.withServers(
                        PreflightRequests.endpoint("source.example", 5433).withPassword(sealed), first.target()),
                first.withServers(
                        PreflightRequests.as(first.source(), "postgres", Optional.of(sealed)), first.target()),
                first.withServers(first.target(), first.source()))) {
            receive(requested(replay));

            assertThat(kafka.history().getLast().topic()).isEqualTo("migration.requested.dlq");
        }
        assertThat(connections).hasValue(2);
    }

    @Test
    void a_request_whose_verdict_could_not_be_said_is_examined_when_it_comes_again() {
        var request = aRequest().of("orders").build();
        known.take(request.id(), RequestHash.of(request)); // by a process that ended before it answered

        receive(requested(request));

        assertThat(kafka.history()).extracting(ProducerRecord::topic).contains("migration.validated");
    }

    @Test
    void a_record_under_another_key_than_its_id_is_a_dead_letter() {
        var event = requested(aRequest().of("orders").build());
        for (var key : Arrays.asList("target-1/second", null)) {
            receive(key, event.value(), event.headers());
        }

        assertThat(kafka.history())
                .extracting(ProducerRecord::topic)
                .containsExactly("migration.requested.dlq", "migration.requested.dlq");
        assertThat(reason(kafka.history().getFirst())).contains("key must be the migration id");
        assertThat(connections).hasValue(0);
    }

    private static ProducerRecord<String, byte[]> requested(MigrationRequest request) {
        return EventCodec.record(
                new EventCodec("/somebody", () -> ASKED).envelope(new MigrationRequested(request), TRACE));
    }

    private static String reason(ProducerRecord<String, byte[]> letter) {
        return new String(letter.headers().lastHeader(DeadLetters.REASON).value(), UTF_8);
    }

    private void receive(ProducerRecord<String, byte[]> event) {
        receive(event.value(), event.headers());
    }

    private void receive(byte[] value, Headers headers) {
        receive("target-1/first", value, headers);
    }

    private void receive(String key, byte[] value, Headers headers) {
        var message = new ConsumerRecord<>(
                "migration.requested",
                0,
                7L,
                ASKED.toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                0,
                key,
                value,
                headers,
                Optional.empty());
        channel.requested(message, new KeyedTurns().take("target-1/first"));
    }

    private Envelope<Event> sent(int index) throws MalformedEventException {
        var event = kafka.history().get(index);
        return EventCodec.read(event.topic(), event.headers(), event.value(), NOW);
    }
}
