package dev.pgconvoy.submitter.infrastructure;

import static dev.pgconvoy.submitter.SampleMigrations.ONE;
import static dev.pgconvoy.submitter.SampleMigrations.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.EventType;
import dev.pgconvoy.event.MigrationEvent.MigrationValidated;
import dev.pgconvoy.fixture.EmbeddedBroker;
import dev.pgconvoy.fixture.Facts;
import dev.pgconvoy.fixture.SharedSealKey;
import dev.pgconvoy.fleet.schedule.SchedulerSettings;
import dev.pgconvoy.kafka.DeadLetters;
import dev.pgconvoy.kafka.LoopWatch;
import dev.pgconvoy.migration.Verdict;
import dev.pgconvoy.submitter.application.AdmitMigrations;
import dev.pgconvoy.submitter.application.WorkersExecutor;
import dev.pgconvoy.submitter.messaging.AdmissionTopology;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/// A real broker and exactly-once, where a record that cannot be sent ends the transaction of everybody.
class OversizedRecordIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String VALIDATED = EventType.MIGRATION_VALIDATED.topic();

    private record Settings(int partitions, short replication, Duration retention) implements SubmitterTopicsConfig {}

    @Test
    void records_that_only_compression_made_small_hold_up_nobody() throws Exception {
        try (var broker = new EmbeddedBroker()) {
            Map<String, Object> kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
            var topics = new Settings(1, (short) 1, Duration.ofDays(7));
            var loops = new LoopWatch();
            var streams = new AdmissionStreams(
                    AdmissionTopology.build(
                            new AdmitMigrations(100, List.of(new WorkersExecutor())),
                            SchedulerSettings.DEFAULTS,
                            SharedSealKey.reader(),
                            new EventCodec("/pgconvoy/submitter", () -> ONE, SharedSealKey.mac()),
                            new SimpleMeterRegistry(),
                            loops,
                            Duration.ofDays(90)),
                    topics,
                    kafka,
                    loops);
            new SubmitterTopicCreation().create(new StartupEvent(), kafka, topics);
            streams.start(new StartupEvent());
            try (var producer = producer(kafka)) {
                producer.send(padded(new byte[20_000_000], "{}".getBytes(UTF_8)))
                        .get();
                producer.send(padded(new byte[0], new byte[EventCodec.LARGEST_EVENT + 1]))
                        .get();
                producer.send(padded(
                                new byte[0],
                                "x".repeat(EventCodec.LARGEST_EVENT).getBytes(UTF_8)))
                        .get();
                producer.send(validated()).get();

                await().atMost(LONG)
                        .until(
                                () -> records(kafka, EventType.MIGRATION_SUBMITTED.topic())
                                        .size(),
                                size -> size == 1);
            } finally {
                streams.stop(new ShutdownEvent());
            }

            var letters = records(kafka, VALIDATED + ".dlq");
            assertThat(letters).hasSize(3);
            assertThat(changed(letters.getFirst()))
                    .contains("key, headers and value are left out: they have 10, 20000007 and 2 bytes");
            assertThat(letters).allSatisfy(letter -> {
                assertThat(letter.value()).isNull();
                assertThat(changed(letter)).contains("key, headers and value are left out");
            });
        }
    }

    private static ProducerRecord<String, byte[]> padded(byte[] padding, byte[] value) {
        var record = new ProducerRecord<>(VALIDATED, "server-1/a", value);
        record.headers().add("padding", padding);
        return record;
    }

    private static ProducerRecord<String, byte[]> validated() {
        return new EventCodec("/somebody", () -> ONE, SharedSealKey.mac())
                .record(
                        new MigrationValidated(
                                request("a"), Verdict.SUCCEEDED, List.of(), Facts.accepted(request("a"))),
                        Optional.empty());
    }

    private static KafkaProducer<String, byte[]> producer(Map<String, Object> kafka) {
        var settings = new HashMap<>(kafka);
        settings.put("compression.type", "gzip");
        settings.put("max.request.size", 100_000_000);
        settings.put("buffer.memory", 100_000_000L);
        return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }

    private static String changed(ConsumerRecord<String, byte[]> letter) {
        return new String(letter.headers().lastHeader(DeadLetters.CHANGED).value(), UTF_8);
    }

    private static List<ConsumerRecord<String, byte[]>> records(Map<String, Object> kafka, String topic) {
        var settings = new HashMap<>(kafka);
        settings.put("isolation.level", "read_committed");
        settings.put("auto.offset.reset", "earliest");
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            var partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            var end = consumer.endOffsets(List.of(partition)).get(partition);
            var records = new ArrayList<ConsumerRecord<String, byte[]>>();
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records;
        }
    }
}
