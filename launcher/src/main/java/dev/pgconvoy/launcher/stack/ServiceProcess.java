package dev.pgconvoy.launcher.stack;

import dev.pgconvoy.launcher.stack.aot.AotCache;
import dev.pgconvoy.launcher.stack.folder.StackFolder;
import dev.pgconvoy.launcher.stack.process.ChildProcess;
import dev.pgconvoy.launcher.stack.process.LogFile;
import dev.pgconvoy.launcher.stack.process.ProcessCommand;
import dev.pgconvoy.launcher.stack.process.StopSignal;
import dev.pgconvoy.launcher.stack.settings.FreePorts;
import dev.pgconvoy.launcher.stack.settings.ServiceSettings;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// One of our services in a JVM of its own, ready when its readiness check says so.
public final class ServiceProcess extends StackMember {

    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final int ASK_MILLIS = 2_000;

    private final int httpPort;
    private final Duration startLimit;

    private ServiceProcess(String name, ChildProcess child, AotCache cache, int httpPort, Duration startLimit) {
        super(name, child, Optional.of(cache));
        this.httpPort = httpPort;
        this.startLimit = startLimit;
    }

    static ServiceProcess launch(ServiceSettings settings, StackFolder folder, StackDistribution distribution) {
        var port = FreePorts.take(settings.httpPort(), settings.name());
        var log = LogFile.fresh(folder.logs(), settings.name()).path();
        var cache = distribution.serviceCache(settings.module());
        var command = command(settings, distribution, cache, port, log, folder.service(settings.name()));
        var child = ChildProcess.start(command, folder.run());
        return new ServiceProcess(settings.name(), child, cache, port, settings.startLimit());
    }

    private static ProcessCommand command(
            ServiceSettings settings,
            StackDistribution distribution,
            AotCache cache,
            int port,
            Path log,
            Path setAside) {
        var jar = distribution.service(settings.module());
        // Kafka Streams and the archives of pg_dump go there, apart from those of other stacks.
        var flags = Stream.of(
                        settings.jvmFlags(),
                        distribution.caches().flags(cache),
                        List.of("-Djava.io.tmpdir=" + setAside))
                .flatMap(List::stream)
                .toList();
        var line = ProcessCommand.java(flags, List.of("-jar", jar.toString()));
        distribution.caches().starting(cache, line);
        return new ProcessCommand(
                settings.name(),
                line,
                true,
                environment(settings.properties(), port),
                settings.secrets(),
                StopSignal.TERM,
                false,
                log);
    }

    static Map<String, String> environment(Map<String, String> properties, int port) {
        var environment = new HashMap<String, String>();
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        properties.forEach((property, value) -> environment.put(variable(property), value));
        return environment;
    }

    /// The name under which MicroProfile Config finds a property in the environment.
    private static String variable(String property) {
        return property.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    public int httpPort() {
        return httpPort;
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + httpPort + path);
    }

    @Override
    Duration grace() {
        return GRACE;
    }

    @Override
    void awaitReady() {
        child().awaitReady(this::isReady, startLimit);
    }

    /// By the plainest client of the JDK: the launcher's own start is part of the user's wait.
    private boolean isReady() {
        try {
            var connection = (HttpURLConnection) uri("/q/health/ready").toURL().openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout(ASK_MILLIS);
            connection.setReadTimeout(ASK_MILLIS);
            try {
                return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return false;
        }
    }
}
