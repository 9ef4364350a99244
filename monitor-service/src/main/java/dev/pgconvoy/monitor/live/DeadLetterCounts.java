package dev.pgconvoy.monitor.live;

import dev.pgconvoy.kafka.Topics;
import dev.pgconvoy.text.LogLimit;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/// How many records each topic of dead letters holds at most: the end of a transaction takes an offset, too.
@Singleton
public final class DeadLetterCounts {

    private static final Logger LOG = Logger.getLogger(DeadLetterCounts.class);
    private static final List<String> TOPICS =
            Topics.names().filter(name -> name.endsWith(".dlq")).toList();

    private final LogLimit limit = new LogLimit();
    private volatile Optional<Map<String, Long>> counts = Optional.empty();

    void count(Admin admin) throws InterruptedException {
        try {
            var partitions = partitions(admin);
            var begins = offsets(admin, partitions, OffsetSpec.earliest());
            var counted = new TreeMap<String, Long>();
            offsets(admin, partitions, OffsetSpec.latest()).forEach((partition, end) -> {
                var records = end - begins.getOrDefault(partition, end);
                if (records > 0) {
                    counted.merge(partition.topic(), records, Long::sum);
                }
            });
            counts = Optional.of(Map.copyOf(counted));
        } catch (ExecutionException e) {
            limit.write(
                    "dead letters",
                    "The dead letters cannot be counted; the last counts are shown: %s".formatted(e.getCause()),
                    LOG::warn);
        }
    }

    private static List<TopicPartition> partitions(Admin admin) throws ExecutionException, InterruptedException {
        return admin.describeTopics(TOPICS).allTopicNames().get().values().stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .toList();
    }

    private static Map<TopicPartition, Long> offsets(Admin admin, List<TopicPartition> partitions, OffsetSpec which)
            throws ExecutionException, InterruptedException {
        var asked = new HashMap<TopicPartition, OffsetSpec>();
        partitions.forEach(partition -> asked.put(partition, which));
        var offsets = new HashMap<TopicPartition, Long>();
        admin.listOffsets(asked).all().get().forEach((partition, found) -> offsets.put(partition, found.offset()));
        return offsets;
    }

    /// Topics without any are left out. Empty until they were counted once.
    public Optional<Map<String, Long>> byTopic() {
        return counts;
    }
}
