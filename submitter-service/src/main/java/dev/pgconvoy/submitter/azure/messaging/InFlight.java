package dev.pgconvoy.submitter.azure.messaging;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/// The records that are being worked on. What may be committed is everything before the first of them. Used by the
/// consumer's thread only.
final class InFlight {

    private final Map<TopicPartition, Progress> partitions = new HashMap<>();

    private static final class Progress {
        private final TreeMap<Long, Future<?>> running = new TreeMap<>();
        private long next;
        private long committed = -1;

        long committable() {
            return running.isEmpty() ? next : running.firstKey();
        }
    }

    void add(TopicPartition partition, long offset, Future<?> work) {
        var progress = partitions.computeIfAbsent(partition, _ -> new Progress());
        progress.running.put(offset, work);
        progress.next = offset + 1;
    }

    int size() {
        return partitions.values().stream()
                .mapToInt(progress -> progress.running.size())
                .sum();
    }

    /// What may be committed now and was not before. Work that broke off counts as not done.
    Map<TopicPartition, OffsetAndMetadata> committable() {
        var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
        partitions.forEach((partition, progress) -> {
            progress.running.values().removeIf(work -> work.state() == Future.State.SUCCESS);
            if (progress.committable() > progress.committed) {
                offsets.put(partition, new OffsetAndMetadata(progress.committable()));
            }
        });
        return offsets;
    }

    void committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
        offsets.forEach((partition, offset) -> {
            var progress = partitions.get(partition);
            if (progress != null) {
                progress.committed = offset.offset();
            }
        });
    }

    /// What broke off must be begun again, from the last commit.
    void requireNoneBroken() {
        for (var progress : partitions.values()) {
            for (var work : progress.running.values()) {
                if (work.state() == Future.State.FAILED) {
                    throw new KafkaException("a record could not be taken", work.exceptionNow());
                }
            }
        }
    }

    Set<TopicPartition> partitions() {
        return partitions.keySet();
    }

    /// Somebody else does it now.
    void drop(Collection<TopicPartition> others) {
        others.forEach(partition -> {
            var progress = partitions.remove(partition);
            if (progress != null) {
                progress.running.values().forEach(work -> work.cancel(true));
            }
        });
    }
}
