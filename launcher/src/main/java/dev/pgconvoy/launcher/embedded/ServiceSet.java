package dev.pgconvoy.launcher.embedded;

import dev.pgconvoy.kafka.TopicSettings;
import dev.pgconvoy.launcher.stack.KafkaProcess;
import dev.pgconvoy.launcher.stack.settings.ServiceSettings;
import dev.pgconvoy.secret.AllowedReferences;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The four services, configured for one broker on this machine.
public final class ServiceSet {

    public static final String MONITOR = "monitor-service";

    private static final String PREFLIGHT = "preflight-service";
    private static final String SUBMITTER = "submitter-service";
    private static final String WORKER = "copy-worker";

    static final List<String> NAMES = List.of(MONITOR, PREFLIGHT, SUBMITTER, WORKER);

    /// As the services make them that are configured here.
    static final TopicSettings TOPICS = new TopicSettings(1, (short) 1, TopicSettings.DEFAULTS.retention());
    /// Rows pass through it, so it gets the full compiler. Only code that stays hot for seconds gets it, by four times
    /// the JVM's thresholds: a start is over before.
    private static final List<String> WORKER_JVM = List.of(
            "-Xms64m",
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:Tier4InvocationThreshold=20000",
            "-XX:Tier4MinInvocationThreshold=2400",
            "-XX:Tier4CompileThreshold=60000",
            "-XX:Tier4BackEdgeThreshold=160000");

    private ServiceSet() {}

    public static List<ServiceSettings> on(KafkaProcess kafka, Path sealKey, AllowedReferences allowed, int restPort) {
        return Stream.of(
                        anyPort(configured(PREFLIGHT, kafka, sealKey, ServiceSettings.QUICK_JVM)),
                        anyPort(configured(SUBMITTER, kafka, sealKey, ServiceSettings.QUICK_JVM)),
                        configured(MONITOR, kafka, sealKey, ServiceSettings.QUICK_JVM)
                                .onPort(restPort),
                        anyPort(configured(WORKER, kafka, sealKey, WORKER_JVM)))
                .map(service -> allowing(allowed, service))
                .toList();
    }

    /// A file of settings that is meant for the monitor may give its https a port: the others read it, too.
    private static ServiceSettings anyPort(ServiceSettings service) {
        return service.withSystemProperty("quarkus.http.ssl-port", "0");
    }

    private static ServiceSettings allowing(AllowedReferences allowed, ServiceSettings service) {
        var settings = service;
        for (var setting : allowed.settings().entrySet()) {
            settings = settings.with(setting.getKey(), setting.getValue());
        }
        return settings;
    }

    private static ServiceSettings configured(String module, KafkaProcess kafka, Path sealKey, List<String> jvm) {
        return kafka.connect(ServiceSettings.of(module)
                .with("pgconvoy.seal-key-file", sealKey.toString())
                .with("pgconvoy.topics.partitions", Integer.toString(TOPICS.partitions()))
                .withJvm(jvm.toArray(String[]::new)));
    }
}
