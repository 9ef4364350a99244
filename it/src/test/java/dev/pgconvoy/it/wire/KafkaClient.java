package dev.pgconvoy.it.wire;

import static org.awaitility.Awaitility.await;

import dev.pgconvoy.event.RecordMac;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/// Requests and cancels migrations, and reads what is said about them.
public final class KafkaClient implements AutoCloseable {

    public static final String REQUESTED = "migration.requested";
    public static final String VALIDATED = "migration.validated";
    public static final String SUBMITTED = "migration.submitted";
    public static final String CANCEL_REQUESTED = "migration.cancel-requested";
    public static final String OBSERVED = "migration.observed";
    public static final String SUBSTATE_CHANGED = "migration.substate-changed";
    public static final String COMPLETED = "migration.completed";
    public static final String CANCELLED = "migration.cancelled";
    public static final String TASKS = "copy.tasks";
    public static final String RESULTS = "copy.results";
    public static final String PROGRESS = "copy.progress";
    public static final String SNAPSHOTS = "copy.snapshots";
    public static final String UNREADABLE_REQUESTS = "migration.requested.dlq";

    private static final Duration POLL = Duration.ofMillis(50);

    private final KafkaProducer<String, String> producer;
    private final TopicLog log;

    private KafkaClient(KafkaProducer<String, String> producer, TopicLog log) {
        this.producer = producer;
        this.log = log;
    }

    public static KafkaClient connect(String bootstrapServers) {
        return new KafkaClient(
                new KafkaProducer<>(Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                        ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class,
                        ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, StringSerializer.class)),
                new TopicLog(
                        bootstrapServers,
                        List.of(
                                REQUESTED,
                                VALIDATED,
                                SUBMITTED,
                                CANCEL_REQUESTED,
                                OBSERVED,
                                SUBSTATE_CHANGED,
                                COMPLETED,
                                CANCELLED,
                                TASKS,
                                RESULTS,
                                PROGRESS,
                                SNAPSHOTS,
                                UNREADABLE_REQUESTS)));
    }

    public void request(RequestJson request) {
        publish(REQUESTED, request.id(), request.json());
    }

    public void cancel(String id, String reason) {
        publish(CANCEL_REQUESTED, id, "{\"id\": \"%s\", \"reason\": \"%s\"}".formatted(id, reason));
    }

    public void publish(String topic, String key, String json) {
        producer.send(event(topic, key, json));
        producer.flush();
    }

    /// As a service of the installation would.
    public void publishAsService(RecordMac mac, String topic, String key, String json) {
        var event = event(topic, key, json);
        var signed = mac.signed(
                new ProducerRecord<>(topic, null, key, json.getBytes(StandardCharsets.UTF_8), event.headers()));
        producer.send(new ProducerRecord<>(topic, null, key, json, signed.headers()));
        producer.flush();
    }

    /// A record as upstream systems write it.
    public static ProducerRecord<String, String> event(String topic, String key, String json) {
        var event = new ProducerRecord<>(topic, key, json);
        Map.of(
                        "ce_specversion",
                        "1.0",
                        "ce_id",
                        java.util.UUID.randomUUID().toString(),
                        "ce_type",
                        "dev.pgconvoy." + topic + ".v1",
                        "ce_source",
                        "/test",
                        "ce_subject",
                        key,
                        "content-type",
                        "application/json")
                .forEach((name, value) -> event.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return event;
    }

    /// What a topic says of a migration, in its order.
    public List<TopicFact> facts(String topic, String id) {
        return log.facts(topic, id);
    }

    public TopicFact awaitFact(String topic, String id, Duration atMost, Predicate<TopicFact> wanted) {
        return await("a fact on %s about %s".formatted(topic, id))
                .atMost(atMost)
                .pollInterval(POLL)
                .until(() -> facts(topic, id).stream().filter(wanted).findFirst(), java.util.Optional::isPresent)
                .orElseThrow();
    }

    /// Its last word: from `migration.completed` or `migration.cancelled`.
    public TopicFact awaitEnd(String id, Duration atMost) {
        return await("the end of " + id)
                .atMost(atMost)
                .pollInterval(POLL)
                .until(() -> ends(id).stream().findFirst(), java.util.Optional::isPresent)
                .orElseThrow();
    }

    public List<TopicFact> ends(String id) {
        return Stream.of(COMPLETED, CANCELLED)
                .flatMap(topic -> facts(topic, id).stream())
                .toList();
    }

    @Override
    public void close() {
        log.close();
        producer.close();
    }
}
