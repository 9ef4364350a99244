package dev.pgconvoy.launcher.client;

import dev.pgconvoy.kafka.TopicReader;
import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.migration.MigrationId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The records of topics, from their beginning to their present end or on and on.
public final class TopicFeed {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private TopicFeed() {}

    /// @param id of the migration; empty for all
    /// @param follow whether it goes on with what comes, until the process is ended
    public static void print(
            BrokerAccess broker, List<String> topics, Optional<MigrationId> id, boolean follow, Consumer<String> line) {
        try (var reader = broker.read(new TopicReader.Topics(topics, List.of()))) {
            var heard = System.nanoTime();
            while (follow || !reader.isCaughtUp()) {
                var records = reader.poll(POLL);
                if (!records.isEmpty()) {
                    heard = System.nanoTime();
                } else if (!follow && System.nanoTime() - heard > PATIENCE.toNanos()) {
                    throw CommandException.unusable("The broker did not deliver all events within %d s; try again."
                            .formatted(PATIENCE.toSeconds()));
                }
                records.forEach(record -> {
                    if (id.map(wanted -> wanted.toString().equals(record.key())).orElse(true)) {
                        line.accept(EventLine.of(record));
                    }
                });
            }
        }
    }
}
