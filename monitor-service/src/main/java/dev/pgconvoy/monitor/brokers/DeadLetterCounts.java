package dev.pgconvoy.monitor.brokers;

import dev.pgconvoy.kafka.Topics;
import dev.pgconvoy.text.LastingFault;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.errors.TimeoutException;
import org.jboss.logging.Logger;

/// How many records each topic of dead letters holds at most: the end of a transaction takes an offset, too.
@Singleton
public final class DeadLetterCounts {

    private static final Logger LOG = Logger.getLogger(DeadLetterCounts.class);
    private static final List<String> TOPICS =
            Topics.names().filter(name -> name.endsWith(".dlq")).toList();

    private final LastingFault fault = new LastingFault();
    private volatile Optional<Map<String, Long>> counts = Optional.empty();

    public DeadLetterCounts(MeterRegistry registry) {
        for (var topic : TOPICS) {
            Gauge.builder("pgconvoy.dead.letters.kept", this, known -> known.of(topic))
                    .description("Records that a topic of dead letters holds at most")
                    .baseUnit("records")
                    .tag("topic", topic)
                    .register(registry);
        }
    }

    private double of(String topic) {
        return counts.map(known -> known.getOrDefault(topic, 0L).doubleValue()).orElse(Double.NaN);
    }

    /// @throws TimeoutException when no broker answers
    void count(Admin admin) throws InterruptedException {
        try {
            var partitions = TopicOffsets.partitions(admin, TOPICS);
            var begins = TopicOffsets.of(admin, partitions, OffsetSpec.earliest());
            var counted = new TreeMap<String, Long>();
            TopicOffsets.of(admin, partitions, OffsetSpec.latest()).forEach((partition, end) -> {
                var records = end - begins.getOrDefault(partition, end);
                if (records > 0) {
                    counted.merge(partition.topic(), records, Long::sum);
                }
            });
            counts = Optional.of(Map.copyOf(counted));
            fault.over("The dead letters are counted again", LOG::info);
        } catch (ExecutionException e) {
            TopicOffsets.requireAnswer(e);
            fault.met(
                    "The dead letters cannot be counted; the last counts are shown: %s".formatted(e.getCause()),
                    LOG::warn);
        }
    }

    /// Topics without any are left out. Empty until they were counted once.
    public Optional<Map<String, Long>> byTopic() {
        return counts;
    }
}
