package dev.pgconvoy.kafka;

import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.EventType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/// The topics, made at start by whichever service comes first.
public final class Topics {

    public static final String DEPLOYMENTS = "arm.deployments";

    /// A claim is worth seconds.
    private static final Duration CLAIM_RETENTION = Duration.ofHours(1);
    private static final Duration WORK_RETENTION = Duration.ofDays(1);
    /// Of records that somebody holds while the work is done: with its record a lease is lost, also
    /// that of an index that is built for days.
    private static final Duration HELD_RETENTION = Duration.ofDays(30);
    private static final long SECONDS_TO_CREATE = 60;

    /// A record's key, headers and framing, in bytes, beside its value.
    private static final int ENVELOPE = 64 * 1024;

    static final int LARGEST_RECORD = EventCodec.LARGEST_EVENT + ENVELOPE;
    /// Of a record of the largest size and the headers that say why it is there.
    public static final int LARGEST_DEAD_LETTER = LARGEST_RECORD + ENVELOPE;

    private static final Set<EventType> ONE_PARTITION =
            Set.of(EventType.MIGRATION_SUBMITTED, EventType.COPY_TASK, EventType.COPY_LIMIT);

    private Topics() {}

    public static String deadLettersOf(String topic) {
        return topic + ".dlq";
    }

    /// Creates what is missing and leaves alone what exists.
    public static void create(Admin admin, TopicSettings settings) {
        admin.createTopics(all(settings)).values().forEach(Topics::await);
    }

    /// The monitor's memory of deployments that came through Azure's interface: no event, so nobody else reads it.
    public static void createDeployments(Admin admin, TopicSettings settings) {
        var topic = new NewTopic(DEPLOYMENTS, settings.partitions(), settings.replication())
                .configs(sized(
                        Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT), LARGEST_RECORD));
        admin.createTopics(List.of(topic)).values().forEach(Topics::await);
    }

    private static void await(String topic, org.apache.kafka.common.KafkaFuture<Void> creation) {
        try {
            creation.get(SECONDS_TO_CREATE, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new IllegalStateException("The topic %s cannot be created: %s".formatted(topic, e.getCause()), e);
            }
        } catch (TimeoutException e) {
            throw new IllegalStateException("The broker did not create the topic %s in time".formatted(topic), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while creating the topic " + topic, e);
        }
    }

    static List<NewTopic> all(TopicSettings settings) {
        var topics = new ArrayList<NewTopic>();
        for (var type : EventType.values()) {
            topics.add(new NewTopic(type.topic(), partitionsOf(type, settings), settings.replication())
                    .configs(configOf(type, settings)));
            topics.add(new NewTopic(deadLettersOf(type.topic()), settings.partitions(), settings.replication())
                    .configs(retained(settings.retention(), LARGEST_DEAD_LETTER)));
        }
        return topics;
    }

    /// Share groups read two of those with one. A partition that is assigned to a killed member
    /// alone would wait for that member's session to end, 45 s and more; a single partition is
    /// assigned to all. Limits are set by anybody, whose client may choose the partition of a key
    /// in its own way: only in one partition is the last record of a key the newest.
    private static int partitionsOf(EventType type, TopicSettings settings) {
        return ONE_PARTITION.contains(type) ? 1 : settings.partitions();
    }

    private static Map<String, String> configOf(EventType type, TopicSettings settings) {
        return switch (type) {
            case STATE_RECORDED, FLEET_REQUESTED, FLEET_STATE_RECORDED, COPY_LIMIT ->
                sized(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT), LARGEST_RECORD);
            case PAUSE_SET ->
                sized(
                        Map.of(
                                TopicConfig.CLEANUP_POLICY_CONFIG,
                                TopicConfig.CLEANUP_POLICY_COMPACT + "," + TopicConfig.CLEANUP_POLICY_DELETE,
                                TopicConfig.RETENTION_MS_CONFIG,
                                Long.toString(longer(settings.retention(), HELD_RETENTION)
                                        .toMillis())),
                        LARGEST_RECORD);
            case COPY_TASK, MIGRATION_SUBMITTED ->
                retained(longer(settings.retention(), HELD_RETENTION), LARGEST_RECORD);
            case COPY_RESULT, COPY_PROGRESS, COPY_SNAPSHOT -> retained(WORK_RETENTION, LARGEST_RECORD);
            case COPY_RATE -> retained(CLAIM_RETENTION, LARGEST_RECORD);
            case MIGRATION_REQUESTED,
                    MIGRATION_VALIDATED,
                    CANCEL_REQUESTED,
                    MIGRATION_OBSERVED,
                    SUBSTATE_CHANGED,
                    MIGRATION_COMPLETED,
                    MIGRATION_CANCELLED,
                    FLEET_ACTION_REQUESTED,
                    FLEET_CHANGED -> retained(settings.retention(), LARGEST_RECORD);
        };
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static Map<String, String> retained(Duration retention, int largest) {
        return sized(Map.of(TopicConfig.RETENTION_MS_CONFIG, Long.toString(retention.toMillis())), largest);
    }

    private static Map<String, String> sized(Map<String, String> config, int largest) {
        var all = new HashMap<>(config);
        all.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(largest));
        return all;
    }

    /// Every topic that a service of ours may write, dead letters included.
    public static Stream<String> names() {
        return all(TopicSettings.DEFAULTS).stream().map(NewTopic::name);
    }
}
