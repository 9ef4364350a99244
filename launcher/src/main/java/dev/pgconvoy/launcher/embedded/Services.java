package dev.pgconvoy.launcher.embedded;

import dev.pgconvoy.launcher.stack.ServiceSettings;
import dev.pgconvoy.secret.AllowedReferences;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The four services, configured for one broker on this machine.
public final class Services {

    public static final String MONITOR = "monitor-service";

    private static final String TOPIC_PARTITIONS = "1";
    /// Rows pass through it, so it gets the full compiler.
    private static final List<String> WORKER_JVM = List.of("-Xms64m", "-Xmx512m", "-XX:+UseSerialGC");

    private Services() {}

    public static List<ServiceSettings> on(
            String bootstrapServers, Path sealKey, AllowedReferences allowed, int restPort) {
        return Stream.of(
                        configured("preflight-service", bootstrapServers, sealKey, ServiceSettings.QUICK_JVM),
                        configured("submitter-service", bootstrapServers, sealKey, ServiceSettings.QUICK_JVM),
                        configured(MONITOR, bootstrapServers, sealKey, ServiceSettings.QUICK_JVM)
                                .onPort(restPort),
                        configured("copy-worker", bootstrapServers, sealKey, WORKER_JVM))
                .map(service -> allowing(allowed, service))
                .toList();
    }

    private static ServiceSettings allowing(AllowedReferences allowed, ServiceSettings service) {
        var settings = service;
        for (var setting : allowed.settings().entrySet()) {
            settings = settings.with(setting.getKey(), setting.getValue());
        }
        return settings;
    }

    private static ServiceSettings configured(String module, String bootstrapServers, Path sealKey, List<String> jvm) {
        return ServiceSettings.of(module)
                .with("kafka.bootstrap.servers", bootstrapServers)
                .with("pgconvoy.seal-key-file", sealKey.toString())
                .with("pgconvoy.topics.partitions", TOPIC_PARTITIONS)
                .withJvm(jvm.toArray(String[]::new));
    }
}
