package dev.pgconvoy.launcher.stack;

import dev.pgconvoy.launcher.stack.aot.AotCache;
import dev.pgconvoy.launcher.stack.broker.BrokerMain;
import dev.pgconvoy.launcher.stack.folder.StackFolder;
import dev.pgconvoy.launcher.stack.process.ChildProcess;
import dev.pgconvoy.launcher.stack.process.LogFile;
import dev.pgconvoy.launcher.stack.process.OwnersFile;
import dev.pgconvoy.launcher.stack.process.ProcessCommand;
import dev.pgconvoy.launcher.stack.process.StopSignal;
import dev.pgconvoy.launcher.stack.settings.BrokerLogin;
import dev.pgconvoy.launcher.stack.settings.BrokerProperties;
import dev.pgconvoy.launcher.stack.settings.FreePorts;
import dev.pgconvoy.launcher.stack.settings.KafkaQuorum;
import dev.pgconvoy.launcher.stack.settings.KafkaSettings;
import dev.pgconvoy.launcher.stack.settings.ServiceSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;

/// A Kafka broker in a JVM of its own. The first start in a folder formats the storage, later ones find it
/// again, also on other ports.
public final class KafkaProcess extends StackMember {

    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final int ASK_MILLIS = 2_000;
    private static final String LOGGING = """
            handlers=java.util.logging.ConsoleHandler
            .level=WARNING
            java.util.logging.SimpleFormatter.format=%1$tF %1$tT.%1$tL %4$s %3$s %5$s%6$s%n
            """;

    private final int port;
    private final Optional<BrokerLogin> login;
    private final String clusterId;
    private final Duration startLimit;

    private KafkaProcess(
            String name,
            ChildProcess child,
            AotCache cache,
            int port,
            Optional<BrokerLogin> login,
            String clusterId,
            Duration startLimit) {
        super(name, child, Optional.of(cache));
        this.port = port;
        this.login = login;
        this.clusterId = clusterId;
        this.startLimit = startLimit;
    }

    static KafkaProcess launch(KafkaSettings settings, StackFolder folder, StackDistribution distribution) {
        var port = FreePorts.take(settings.port(), settings.name());
        var kafka = folder.server(settings.name());
        var data = kafka.resolve("data");
        var login = settings.guarded()
                ? Optional.of(BrokerLogin.renew(folder.keys(), "127.0.0.1:" + port))
                : Optional.<BrokerLogin>empty();
        var properties = OwnersFile.write(
                kafka.resolve("server.properties"), settings.adapt().apply(properties(settings, data, port, login)));
        var logging = write(kafka.resolve("logging.properties"), LOGGING);
        var log = LogFile.fresh(folder.logs(), settings.name()).path();
        var flags = List.of(
                "-Xmx" + settings.heapMegabytes() + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.util.logging.config.file=" + logging,
                "-cp",
                distribution.brokerJars());
        var caches = distribution.caches();
        var cache = distribution.brokerCache();
        var meta = data.resolve("meta.properties");
        var isNew = !Files.exists(meta);
        var clusterId = isNew ? newClusterId(settings) : clusterId(meta);
        var server = command(
                settings.name(),
                Stream.concat(caches.flags(cache).stream(), flags.stream()).toList(),
                broker(properties, isNew ? format(settings, clusterId) : List.of()),
                log);
        caches.starting(cache, server.line());
        var child = ChildProcess.start(server, folder.run());
        return new KafkaProcess(settings.name(), child, cache, port, login, clusterId, settings.startLimit());
    }

    private static String properties(KafkaSettings settings, Path data, int port, Optional<BrokerLogin> login) {
        if (settings.quorum().isPresent()) {
            return BrokerProperties.text(
                    data, port, settings.node(), settings.quorum().get());
        }
        var controllerPort = FreePorts.take(0, settings.name());
        return login.map(guard -> BrokerProperties.text(data, port, controllerPort, guard))
                .orElseGet(() -> BrokerProperties.text(data, port, controllerPort));
    }

    private static String newClusterId(KafkaSettings settings) {
        return settings.quorum()
                .map(KafkaQuorum::clusterId)
                .orElseGet(() -> Uuid.randomUuid().toString());
    }

    private static List<String> format(KafkaSettings settings, String clusterId) {
        return settings.quorum().isPresent() ? List.of("-t", clusterId) : List.of("-t", clusterId, "--standalone");
    }

    private static List<String> broker(Path properties, List<String> format) {
        return Stream.concat(Stream.of(BrokerMain.class.getName(), properties.toString()), format.stream())
                .toList();
    }

    private static ProcessCommand command(String name, List<String> flags, List<String> rest, Path log) {
        return new ProcessCommand(
                name, ProcessCommand.java(flags, rest), false, Map.of(), Map.of(), StopSignal.TERM, false, log);
    }

    /// For clients: `127.0.0.1:port`.
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    /// Where it is and how to log in, for clients in this process.
    public Map<String, Object> clientSettings() {
        var settings = new HashMap<String, Object>();
        settings.put("bootstrap.servers", bootstrapServers());
        login.map(BrokerLogin::clientSettings).ifPresent(settings::putAll);
        return settings;
    }

    /// The service as a client of this broker. JVM flags that are set later replace the one that it needs.
    public ServiceSettings connect(ServiceSettings service) {
        var settings = service.with("kafka.bootstrap.servers", bootstrapServers());
        for (var setting :
                login.map(BrokerLogin::settingsBesideJaasFile).orElse(Map.of()).entrySet()) {
            settings = settings.with("kafka." + setting.getKey(), setting.getValue());
        }
        return login.map(BrokerLogin::jaasFile).map(settings::withLogin).orElse(settings);
    }

    @Override
    Duration grace() {
        return GRACE;
    }

    @Override
    void awaitReady() {
        child().awaitReady(this::listens, startLimit);
        var settings = clientSettings();
        settings.put("request.timeout.ms", ASK_MILLIS);
        settings.put("default.api.timeout.ms", ASK_MILLIS);
        try (var admin = Admin.create(settings)) {
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
