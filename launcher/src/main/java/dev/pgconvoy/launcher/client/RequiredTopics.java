package dev.pgconvoy.launcher.client;

import dev.pgconvoy.kafka.TopicReader;
import dev.pgconvoy.launcher.exit.CommandException;
import java.time.Duration;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;

/// Says which topic is missing, and what to do about it, before a command begins to read.
final class RequiredTopics {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private RequiredTopics() {}

    static void check(Consumer<?, ?> consumer, TopicReader.Topics topics) {
        Stream.concat(topics.fromBeginning().stream(), topics.fromNowOn().stream())
                .forEach(topic -> check(consumer, topic));
    }

    private static void check(Consumer<?, ?> consumer, String topic) {
        var found = consumer.partitionsFor(topic, PATIENCE);
        if (found == null || found.isEmpty()) {
            throw CommandException.unusable(
                    "The broker has no topic %s: pgconvoy's services have not run there. Start them, or name another broker with --bootstrap-servers."
                            .formatted(topic));
        }
    }
}
