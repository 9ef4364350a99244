package dev.pgconvoy.launcher.client;

import dev.pgconvoy.launcher.exit.CommandException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/// All partitions of topics that the services have made.
final class Partitions {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Partitions() {}

    static List<TopicPartition> of(Consumer<?, ?> consumer, String... topics) {
        return Stream.of(topics).flatMap(topic -> of(consumer, topic)).toList();
    }

    private static Stream<TopicPartition> of(Consumer<?, ?> consumer, String topic) {
        var found = consumer.partitionsFor(topic, PATIENCE);
        if (found == null || found.isEmpty()) {
            throw CommandException.unusable(
                    "The broker has no topic %s: pgconvoy's services have not run there. Start them, or name another broker with --bootstrap-servers."
                            .formatted(topic));
        }
        return found.stream().map(info -> new TopicPartition(info.topic(), info.partition()));
    }
}
