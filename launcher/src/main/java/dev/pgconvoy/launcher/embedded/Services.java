package dev.pgconvoy.launcher.embedded;

import dev.pgconvoy.launcher.stack.ServiceSettings;
import java.nio.file.Path;
import java.util.List;

/// The four services, configured for one broker on this machine.
final class Services {

    static final String MONITOR = "monitor-service";

    private static final String TOPIC_PARTITIONS = "1";

    private Services() {}

    /// @param data each service's own files go below it
    static List<ServiceSettings> on(String bootstrapServers, Path sealKey, Path data, int restPort) {
        return List.of(
                configured("preflight-service", bootstrapServers, sealKey, data),
                configured("submitter-service", bootstrapServers, sealKey, data),
                configured(MONITOR, bootstrapServers, sealKey, data).onPort(restPort),
                // Rows pass through it, so it gets the full compiler.
                configured("copy-worker", bootstrapServers, sealKey, data)
                        .withJvm("-Xms64m", "-Xmx512m", "-XX:+UseSerialGC"));
    }

    private static ServiceSettings configured(String module, String bootstrapServers, Path sealKey, Path data) {
        return ServiceSettings.of(module)
                .with("kafka.bootstrap.servers", bootstrapServers)
                .with("pgconvoy.seal-key-file", sealKey.toString())
                .with("pgconvoy.topics.partitions", TOPIC_PARTITIONS)
                .with("kafka-streams.state.dir", data.resolve(module).toString());
    }
}
