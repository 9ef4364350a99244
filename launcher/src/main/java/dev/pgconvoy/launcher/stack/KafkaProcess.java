package dev.pgconvoy.launcher.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;

/// A Kafka broker in a JVM of its own. The first start in a folder formats the storage, later ones find it
/// again, also on other ports.
public final class KafkaProcess extends Member {

    private static final Duration FORMAT_LIMIT = Duration.ofSeconds(60);
    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final int ASK_MILLIS = 2_000;
    private static final String LOGGING = """
            handlers=java.util.logging.ConsoleHandler
            .level=WARNING
            java.util.logging.SimpleFormatter.format=%1$tF %1$tT.%1$tL %4$s %3$s %5$s%6$s%n
            """;

    private final int port;
    private final String clusterId;
    private final Duration startLimit;

    private KafkaProcess(String name, Child child, int port, String clusterId, Duration startLimit) {
        super(name, child);
        this.port = port;
        this.clusterId = clusterId;
        this.startLimit = startLimit;
    }

    static KafkaProcess launch(KafkaSettings settings, StackFolder folder, Distribution distribution) {
        var port = Ports.take(settings.port(), settings.name());
        var kafka = folder.server(settings.name());
        var data = kafka.resolve("data");
        var properties = write(kafka.resolve("server.properties"), properties(settings, data, port));
        var logging = write(kafka.resolve("logging.properties"), LOGGING);
        var log = LogFile.fresh(folder.logs(), settings.name()).path();
        var flags = List.of(
                "-Xmx" + settings.heapMegabytes() + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.util.logging.config.file=" + logging,
                "-cp",
                distribution.brokerJars());
        var meta = data.resolve("meta.properties");
        if (!Files.exists(meta)) {
            // Storage that a killed launcher left half-formatted is completed.
            Child.run(command(settings.name() + "-format", flags, format(settings, properties), log), FORMAT_LIMIT);
        }
        var quick = distribution.quickStart(
                settings.name(), distribution.brokerClassPath().getFirst());
        var server = command(
                settings.name(),
                Stream.concat(quick.stream(), flags.stream()).toList(),
                List.of("kafka.Kafka", properties.toString()),
                log);
        var clusterId = clusterId(meta);
        return new KafkaProcess(
                settings.name(), Child.start(server, folder.run()), port, clusterId, settings.startLimit());
    }

    private static String properties(KafkaSettings settings, Path data, int port) {
        return settings.quorum()
                .map(quorum -> BrokerProperties.text(data, port, settings.node(), quorum))
                .orElseGet(() -> BrokerProperties.text(data, port, Ports.take(0, settings.name())));
    }

    private static List<String> format(KafkaSettings settings, Path properties) {
        var common = List.of("kafka.tools.StorageTool", "format", "--ignore-formatted", "-c", properties.toString());
        var own = settings.quorum()
                .map(quorum -> List.of("-t", quorum.clusterId()))
                .orElseGet(() -> List.of("-t", Uuid.randomUuid().toString(), "--standalone"));
        return Stream.of(common, own).flatMap(List::stream).toList();
    }

    private static Command command(String name, List<String> flags, List<String> rest, Path log) {
        return new Command(name, Command.java(flags, rest), false, Map.of(), Map.of(), Signal.TERM, false, log);
    }

    /// For clients: `127.0.0.1:port`.
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    @Override
    Duration grace() {
        return GRACE;
    }

    @Override
    void awaitReady() {
        child().awaitReady(this::listens, startLimit);
        try (var admin = Admin.create(Map.of(
                "bootstrap.servers",
                bootstrapServers(),
                "request.timeout.ms",
                ASK_MILLIS,
                "default.api.timeout.ms",
                ASK_MILLIS))) {
            child().awaitReady(() -> answers(admin), startLimit);
        }
    }

    /// Asked first, because an admin client complains in the log of every refused connection.
    private boolean listens() {
        try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private boolean answers(Admin admin) {
        try {
            var cluster = admin.describeCluster();
            return clusterId.equals(cluster.clusterId().get(ASK_MILLIS, TimeUnit.MILLISECONDS))
                    && !cluster.nodes().get(ASK_MILLIS, TimeUnit.MILLISECONDS).isEmpty();
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String clusterId(Path meta) {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(meta, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("cluster.id", "");
    }

    private static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
