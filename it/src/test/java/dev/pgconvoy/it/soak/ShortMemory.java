package dev.pgconvoy.it.soak;

import dev.pgconvoy.kafka.Retention;
import dev.pgconvoy.kafka.Topics;
import dev.pgconvoy.launcher.stack.settings.KafkaSettings;
import dev.pgconvoy.launcher.stack.settings.ServiceSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/// Settings under which everything that is kept for days or by the gigabyte is kept for a minute or by the megabyte.
/// Nothing else differs from what an installation has.
final class ShortMemory {

    /// Longer than a migration of the soak is under way.
    static final Duration RETENTION = Duration.ofSeconds(45);
    static final Duration RETENTION_OF_HELD = Duration.ofSeconds(75);
    static final Duration ENDED = Duration.ofSeconds(60);
    static final Duration SEGMENT = Duration.ofSeconds(15);

    private static final List<String> HELD = List.of("migration.submitted", "copy.tasks");
    private static final String BROKER = """
            log.retention.check.interval.ms=5000
            log.segment.delete.delay.ms=1000
            log.cleaner.backoff.ms=3000
            offsets.topic.segment.bytes=1048576
            transaction.state.log.segment.bytes=1048576
            share.coordinator.state.topic.segment.bytes=1048576
            share.coordinator.state.topic.prune.interval.ms=10000
            """;
    private static final Map<String, String> EVERYWHERE =
            Map.of(TopicConfig.SEGMENT_MS_CONFIG, millis(SEGMENT), TopicConfig.FILE_DELETE_DELAY_MS_CONFIG, "1000");
    private static final Map<String, String> COMPACTED = Map.of(
            TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.01",
            TopicConfig.DELETE_RETENTION_MS_CONFIG, "10000",
            TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG, "0",
            TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, millis(SEGMENT));

    private ShortMemory() {}

    static KafkaSettings of(KafkaSettings broker) {
        return broker.adapted(properties -> properties + BROKER);
    }

    static ServiceSettings of(ServiceSettings service) {
        var flags = Stream.concat(
                ServiceSettings.QUICK_JVM.stream(), Stream.of("-D%s=PT1M".formatted(Retention.SHORTEST_IN_TESTS)));
        return service.withJvm(flags.toArray(String[]::new))
                .with("pgconvoy.topics.partitions", "4")
                .with(Retention.SETTING, ENDED.toSeconds() + "s");
    }

    /// Of all topics that there are, once the services have made theirs.
    static void setFor(String bootstrapServers) throws InterruptedException, ExecutionException {
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            var topics = admin.listTopics(new ListTopicsOptions().listInternal(true))
                    .names()
                    .get();
            var resources = topics.stream()
                    .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                    .collect(Collectors.toSet());
            var present = admin.describeConfigs(resources).all().get();
            var changes = new HashMap<ConfigResource, Collection<AlterConfigOp>>();
            present.forEach((resource, config) -> changes.put(
                    resource,
                    changes(
                            resource.name(),
                            config.get(TopicConfig.CLEANUP_POLICY_CONFIG).value())));
            admin.incrementalAlterConfigs(changes).all().get();
        }
    }

    private static List<AlterConfigOp> changes(String topic, String cleanup) {
        var settings = new HashMap<>(EVERYWHERE);
        if (cleanup.contains(TopicConfig.CLEANUP_POLICY_COMPACT)) {
            settings.putAll(COMPACTED);
        } else if (isOurs(topic)) {
            settings.put(TopicConfig.RETENTION_MS_CONFIG, millis(HELD.contains(topic) ? RETENTION_OF_HELD : RETENTION));
        }
        var changes = new ArrayList<AlterConfigOp>();
        settings.forEach((name, value) ->
                changes.add(new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET)));
        return changes;
    }

    private static boolean isOurs(String topic) {
        return Topics.names().anyMatch(topic::equals);
    }

    private static String millis(Duration time) {
        return Long.toString(time.toMillis());
    }
}
