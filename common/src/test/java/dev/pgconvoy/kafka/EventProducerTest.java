package dev.pgconvoy.kafka;

import static dev.pgconvoy.fixture.Fixtures.NOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.fixture.Facts;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class EventProducerTest {

    private final MockProducer<String, byte[]> kafka =
            new MockProducer<>(false, null, new StringSerializer(), new ByteArraySerializer());
    private final EventProducer producer = new EventProducer(kafka, new EventCodec("/pgconvoy/test", () -> NOON));

    @Test
    void an_event_is_sent_when_the_broker_has_it() {
        var sent = producer.send(Facts.requested(), Optional.empty());

        assertThat(sent).isNotDone();
        kafka.completeNext();
        assertThat(sent).isCompleted();
        assertThat(kafka.history())
                .singleElement()
                .satisfies(record -> assertThat(record.topic()).isEqualTo(EventProducer.topicOf(Facts.requested())));
    }

    @Test
    void a_refusal_of_the_broker_is_told() {
        var sent = producer.send(Facts.requested(), Optional.empty());

        kafka.errorNext(new RecordTooLargeException("too large"));
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(sent::get)
                .withCauseInstanceOf(RecordTooLargeException.class);
    }

    @Test
    void of_a_dead_letter_that_is_too_large_for_its_topic_the_place_is_told() {
        var sent = producer.deadLetter(
                new ConsumerRecord<>("migration.requested", 3, 42, "flex/shop", new byte[100_000]), "not JSON");
        kafka.errorNext(new RecordTooLargeException("the topic takes 64 kB"));
        kafka.completeNext();

        assertThat(sent).isCompleted();
        assertThat(kafka.history()).hasSize(2).last().satisfies(letter -> {
            assertThat(letter.topic()).isEqualTo("migration.requested.dlq");
            assertThat(letter.key()).isNull();
            assertThat(letter.value()).isNull();
            assertThat(letter.headers().lastHeader(DeadLetters.OFFSET).value()).isEqualTo("42".getBytes(UTF_8));
        });
    }

    @Test
    void events_are_acknowledged_by_all_replicas_and_written_once() {
        assertThat(EventProducer.settings(Map.of("bootstrap.servers", "localhost:9092")))
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", true)
                .containsEntry("bootstrap.servers", "localhost:9092")
                .containsEntry("max.request.size", Topics.LARGEST_DEAD_LETTER);
    }

    @Test
    void only_what_concerns_the_connection_is_taken_from_a_larger_configuration() {
        assertThat(KafkaConnection.of(Map.of(
                        "bootstrap.servers", "b:1",
                        "security.protocol", "SASL_SSL",
                        "sasl.mechanism", "PLAIN",
                        "ssl.truststore.location", "/t",
                        "group.id", "mine",
                        "key.deserializer", "k")))
                .containsOnlyKeys(
                        "bootstrap.servers", "security.protocol", "sasl.mechanism", "ssl.truststore.location");
    }
}
