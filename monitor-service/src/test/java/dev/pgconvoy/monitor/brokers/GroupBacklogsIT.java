package dev.pgconvoy.monitor.brokers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pgconvoy.fixture.EmbeddedBroker;
import dev.pgconvoy.kafka.TopicSettings;
import dev.pgconvoy.kafka.Topics;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/// Asked of a real broker, as Prometheus sees it.
@SuppressWarnings("deprecation") // the registry that Quarkus uses
class GroupBacklogsIT {

    @Test
    void what_a_group_and_a_share_group_have_not_done_is_told_and_dead_letters_are_counted() throws Exception {
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        var backlogs = new GroupBacklogs(registry, "pgconvoy-fold");
        var letters = new DeadLetterCounts(registry);
        try (var broker = new EmbeddedBroker();
                var admin = Admin.create(connection(broker))) {
            assertThat(registry.scrape()).contains("pgconvoy_dead_letters_kept_records{topic=\"copy.tasks.dlq\",} NaN");
            Topics.create(admin, TopicSettings.DEFAULTS);
            send(broker, "migration.requested", 5);
            send(broker, "copy.tasks", 3);
            send(broker, "copy.tasks.dlq", 2);
            commit(admin, "migration.requested", 2);
            takeOne(broker, admin);

            await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
                backlogs.count(admin);
                letters.count(admin);
                assertThat(registry.scrape())
                        .contains("group=\"pgconvoy-fold\",topic=\"migration.requested\",} 3.0")
                        .contains("group=\"pgconvoy-copiers\",topic=\"copy.tasks\",} 2.0")
                        .contains("pgconvoy_dead_letters_kept_records{topic=\"copy.tasks.dlq\",} 2.0")
                        .doesNotContain("pgconvoy-preflight");
            });
        }
    }

    private static Map<String, Object> connection(EmbeddedBroker broker) {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    private static void send(EmbeddedBroker broker, String topic, int records) throws Exception {
        try (var producer =
                new KafkaProducer<>(connection(broker), new StringSerializer(), new ByteArraySerializer())) {
            for (var number = 0; number < records; number++) {
                producer.send(new ProducerRecord<>(topic, 0, "key", new byte[0]))
                        .get();
            }
        }
    }

    private static void commit(Admin admin, String topic, long offset) throws Exception {
        admin.alterConsumerGroupOffsets(
                        "pgconvoy-fold", Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(offset)))
                .all()
                .get();
    }

    /// The first of the records is done, the second is in hand, the third waits.
    private static void takeOne(EmbeddedBroker broker, Admin admin) throws Exception {
        var settings = new HashMap<>(connection(broker));
        settings.put("group.id", "pgconvoy-copiers");
        settings.put("max.poll.records", 1);
        settings.put("share.acquire.mode", "record_limit");
        settings.put("share.acknowledgement.mode", "explicit");
        fromTheBeginning(admin);
        try (var consumer = new KafkaShareConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of("copy.tasks"));
            await().atMost(Duration.ofMinutes(1)).until(() -> {
                var taken = consumer.poll(Duration.ofSeconds(1));
                taken.forEach(consumer::acknowledge);
                consumer.commitSync();
                return !taken.isEmpty();
            });
        }
    }

    private static void fromTheBeginning(Admin admin) throws Exception {
        var group = new ConfigResource(ConfigResource.Type.GROUP, "pgconvoy-copiers");
        admin.incrementalAlterConfigs(Map.of(
                        group,
                        List.of(new AlterConfigOp(
                                new ConfigEntry("share.auto.offset.reset", "earliest"), AlterConfigOp.OpType.SET))))
                .all()
                .get();
    }
}
