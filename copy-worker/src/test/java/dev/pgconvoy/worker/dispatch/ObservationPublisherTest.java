package dev.pgconvoy.worker.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.kafka.EventProducer;
import dev.pgconvoy.migration.Observation;
import java.util.Optional;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class ObservationPublisherTest {

    private final MockProducer<String, byte[]> kafka =
            new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    private final ObservationPublisher publisher = new ObservationPublisher(
            new EventProducer(kafka, new EventCodec("/pgconvoy/test", () -> Fixtures.NOON)),
            Fixtures.anId(),
            "hash",
            Optional.of("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));

    private static Observation began() {
        return new Observation.MigrationBegan(1, "worker-1");
    }

    @Test
    void all_that_is_said_belongs_to_the_trace_of_the_request() {
        publisher.say(began());
        publisher.sayDurably(began());

        assertThat(kafka.history()).hasSize(2).allSatisfy(said -> {
            assertThat(said.key()).isEqualTo(Fixtures.anId().toString());
            assertThat(said.headers().lastHeader("traceparent")).isNotNull();
        });
    }

    @Test
    void what_must_be_durable_fails_when_the_broker_refuses_it() {
        kafka.sendException = new TimeoutException("no answer");

        assertThatExceptionOfType(MigrationException.class)
                .isThrownBy(() -> publisher.sayDurably(began()))
                .satisfies(e -> assertThat(e.failure().code()).isEqualTo(FailureCode.CONNECTION_LOST));
    }

    @Test
    void what_is_replaced_soon_does_not() {
        kafka.sendException = new TimeoutException("no answer");

        publisher.say(began());

        assertThat(kafka.history()).isEmpty();
    }
}
