package dev.pgconvoy.launcher.client;

import dev.pgconvoy.kafka.TopicReader;
import dev.pgconvoy.launcher.exit.CommandException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Compacted topics, read from their beginning up to their present ends.
final class RecordedTopics {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private RecordedTopics() {}

    /// @throws CommandException when the broker does not deliver them in time
    static void read(BrokerAccess broker, List<String> topics, Consumer<ConsumerRecord<String, byte[]>> record) {
        try (var reader = broker.read(new TopicReader.Topics(topics, List.of()))) {
            var giveUp = System.nanoTime() + PATIENCE.toNanos();
            while (!reader.isCaughtUp()) {
                if (System.nanoTime() > giveUp) {
                    throw CommandException.unusable("The broker did not deliver %s within %d s; try again."
                            .formatted(String.join(" and ", topics), PATIENCE.toSeconds()));
                }
                reader.poll(POLL).forEach(record);
            }
        }
    }
}
