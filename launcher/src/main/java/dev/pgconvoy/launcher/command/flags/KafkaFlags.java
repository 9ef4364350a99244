package dev.pgconvoy.launcher.command.flags;

import dev.pgconvoy.kafka.KafkaConnection;
import dev.pgconvoy.launcher.client.BrokerAccess;
import dev.pgconvoy.launcher.command.session.CommandSession;
import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.launcher.stack.folder.StackFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where the brokers of a running installation are.
public final class KafkaFlags {

    private static final String DEFAULT = "127.0.0.1:9092";
    private static final String SERVERS = "bootstrap.servers";

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            description = "Kafka brokers of a running installation.")
    Optional<String> bootstrapServers = Optional.empty();

    @Option(
            names = "--command-config",
            paramLabel = "FILE",
            description = "Kafka's security properties (security.*, sasl.*, ssl.*), and bootstrap.servers.")
    Optional<Path> commandConfig = Optional.empty();

    public boolean isGiven() {
        if (bootstrapServers.isEmpty()
                && commandConfig
                        .filter(file -> !properties(file).containsKey(SERVERS))
                        .isPresent()) {
            throw CommandException.usage(
                    "--command-config needs --bootstrap-servers, or bootstrap.servers in its file");
        }
        return bootstrapServers.isPresent() || commandConfig.isPresent();
    }

    /// Reachable now.
    public BrokerAccess broker(CommandSession session) {
        var settings = new HashMap<>(commandConfig.map(KafkaFlags::properties).orElse(Map.of()));
        bootstrapServers
                .or(() -> commandConfig.isPresent() && settings.containsKey(SERVERS)
                        ? Optional.empty()
                        : session.variable("KAFKA_BOOTSTRAP_SERVERS").or(() -> Optional.of(DEFAULT)))
                .ifPresent(servers -> settings.put(SERVERS, servers));
        if (commandConfig.isEmpty()) {
            settings.putAll(loginOfUp(session, settings.get(SERVERS)));
        }
        var broker = new BrokerAccess(settings);
        broker.requireReachable();
        return broker;
    }

    /// The broker of `up` lets in who may read its folder. Its password goes to no other broker.
    private static Map<String, Object> loginOfUp(CommandSession session, @Nullable Object servers) {
        var file = StackFolder.clientFileIn(DataFolder.of(session));
        if (!Files.isReadable(file)) {
            return Map.of();
        }
        var login = properties(file);
        return isSame(servers, login.get(SERVERS)) ? login : Map.of();
    }

    /// The folder of the installation that `up` runs here, when its broker is the one that is meant.
    Optional<Path> dataOfUp(CommandSession session) {
        if (commandConfig.isPresent()) {
            return commandConfig.map(Path::toAbsolutePath).flatMap(KafkaFlags::dataOf);
        }
        var servers = bootstrapServers
                .or(() -> session.variable("KAFKA_BOOTSTRAP_SERVERS"))
                .orElse(DEFAULT);
        return loginOfUp(session, servers).isEmpty() ? Optional.empty() : Optional.of(DataFolder.of(session));
    }

    private static Optional<Path> dataOf(Path clientFile) {
        return Optional.ofNullable(clientFile.getParent())
                .map(Path::getParent)
                .filter(data -> StackFolder.clientFileIn(data).equals(clientFile));
    }

    private static boolean isSame(@Nullable Object wanted, @Nullable Object known) {
        return wanted != null
                && wanted.toString().replaceFirst("^localhost:", "127.0.0.1:").equals(known);
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
