package dev.pgconvoy.launcher.command;

import dev.pgconvoy.kafka.KafkaConnection;
import dev.pgconvoy.launcher.client.Broker;
import dev.pgconvoy.launcher.exit.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import picocli.CommandLine.Option;

/// Where the brokers of a running installation are.
final class KafkaFlags {

    private static final String DEFAULT = "127.0.0.1:9092";

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            description = "Kafka brokers of a running installation.")
    Optional<String> bootstrapServers = Optional.empty();

    @Option(
            names = "--command-config",
            paramLabel = "FILE",
            description = "Kafka's security properties (security.*, sasl.*, ssl.*).")
    Optional<Path> commandConfig = Optional.empty();

    boolean isGiven() {
        if (bootstrapServers.isEmpty() && commandConfig.isPresent()) {
            throw CommandException.usage("--command-config needs --bootstrap-servers");
        }
        return bootstrapServers.isPresent();
    }

    /// Reachable now.
    Broker broker(Session session) {
        var settings = new HashMap<>(commandConfig.map(KafkaFlags::properties).orElse(Map.of()));
        settings.put(
                "bootstrap.servers",
                bootstrapServers
                        .or(() -> session.variable("KAFKA_BOOTSTRAP_SERVERS"))
                        .orElse(DEFAULT));
        var broker = new Broker(settings);
        broker.requireReachable();
        return broker;
    }

    private static Map<String, Object> properties(Path file) {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException _) {
            throw CommandException.usage(
                    "--command-config: %s cannot be read; name a file of Kafka properties".formatted(file));
        }
        var all = new HashMap<String, Object>();
        properties.stringPropertyNames().forEach(name -> all.put(name, properties.getProperty(name)));
        return KafkaConnection.of(all);
    }
}
