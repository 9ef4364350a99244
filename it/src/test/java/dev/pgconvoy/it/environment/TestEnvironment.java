package dev.pgconvoy.it.environment;

import dev.pgconvoy.event.RecordMac;
import dev.pgconvoy.launcher.stack.KafkaProcess;
import dev.pgconvoy.launcher.stack.ServiceProcess;
import dev.pgconvoy.launcher.stack.Stack;
import dev.pgconvoy.launcher.stack.StackDistribution;
import dev.pgconvoy.launcher.stack.StackMember;
import dev.pgconvoy.launcher.stack.folder.StackFolder;
import dev.pgconvoy.launcher.stack.settings.KafkaSettings;
import dev.pgconvoy.launcher.stack.settings.ServiceSettings;
import dev.pgconvoy.secret.SealKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.opentest4j.TestAbortedException;
import org.testcontainers.DockerClientFactory;

/// Kafka and all four services, two copy workers among them; PostgreSQL servers as they are asked for. Logs are in
/// `it/target/environment-N/logs`.
///
/// `-Dpgconvoy.it.containers=false` takes the embedded servers even where an engine answers.
public final class TestEnvironment implements AutoCloseable {

    public static final String PREFLIGHT = "preflight-service";
    public static final String SUBMITTER = "submitter-service";
    public static final String MONITOR = "monitor-service";
    public static final List<String> WORKERS = List.of("copy-worker-1", "copy-worker-2");

    private static final Path FOLDER = TestFork.folder("environment");
    private static final Path MORE_SERVERS = Path.of("target", "postgres").toAbsolutePath();
    private static final String CONTAINERS = "pgconvoy.it.containers";

    private final Stack stack;
    private final UnaryOperator<ServiceSettings> adaptServices;
    private final Runnable afterwards;
    private final TestInfrastructure infrastructure;
    private final String bootstrapServers;
    private final Path sealKeyFile;
    private final Map<String, RunningServer> servers = new ConcurrentHashMap<>();

    private TestEnvironment(
            Stack stack,
            TestInfrastructure infrastructure,
            UnaryOperator<ServiceSettings> adaptServices,
            Runnable afterwards) {
        this.stack = stack;
        this.adaptServices = adaptServices;
        this.afterwards = afterwards;
        this.infrastructure = infrastructure;
        this.bootstrapServers = infrastructure.startKafka();
        this.sealKeyFile = stack.folder().keys().resolve("seal-key.json");
        SealKey.create(sealKeyFile);
    }

    static TestEnvironment start() {
        var stack = stack(FOLDER);
        var traces = TraceReceiver.start(traces(stack));
        return started(
                stack,
                containers()
                        ? new ContainerInfrastructure(stack.folder().keys())
                        : new EmbeddedInfrastructure(stack, KafkaSettings.slim()),
                traces::watch,
                traces::close);
    }

    /// Processes of this machine alone, in a folder of their own, with other settings than those of most tests.
    public static TestEnvironment ofProcesses(
            Path folder, UnaryOperator<KafkaSettings> adaptBroker, UnaryOperator<ServiceSettings> adaptServices) {
        var stack = stack(folder);
        return started(
                stack,
                new EmbeddedInfrastructure(stack, adaptBroker.apply(KafkaSettings.slim())),
                adaptServices,
                () -> {});
    }

    private static Stack stack(Path root) {
        var folder = StackFolder.open(root);
        RunLeavings.remove(folder.root());
        return Stack.in(folder, StackDistribution.current().withServers(MORE_SERVERS));
    }

    private static TestEnvironment started(
            Stack stack,
            TestInfrastructure infrastructure,
            UnaryOperator<ServiceSettings> adaptServices,
            Runnable afterwards) {
        var environment = new TestEnvironment(stack, infrastructure, adaptServices, afterwards);
        environment.startServices();
        return environment;
    }

    private static boolean containers() {
        return Boolean.parseBoolean(System.getProperty(CONTAINERS, "true"))
                && DockerClientFactory.instance().isDockerAvailable();
    }

    private void startServices() {
        stack.startAll(java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(PREFLIGHT, SUBMITTER, MONITOR), WORKERS.stream())
                .map(this::settings)
                .toList());
    }

    ServiceSettings settings(String name) {
        var module = WORKERS.contains(name) ? "copy-worker" : name;
        return adaptServices.apply(ServiceSettings.of(module)
                .named(name)
                .with("kafka.bootstrap.servers", bootstrapServers)
                .with("pgconvoy.secrets.file", stack.folder().keys().toString())
                .with("pgconvoy.seal-key-file", sealKeyFile.toString())
                .with("pgconvoy.worker.name", name)
                .with("pgconvoy.worker.lease", "15s"));
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    /// Started when it is first asked for, and then kept.
    public RunningServer server(String name, int major) {
        return servers.computeIfAbsent(name + "-" + major, key -> infrastructure.startPostgres(key, major));
    }

    public ServiceProcess service(String name) {
        return stack.service(name);
    }

    /// The only one. Skips the test where it is not a process of this machine.
    public StackMember broker() {
        return stack.members().stream()
                .filter(KafkaProcess.class::isInstance)
                .findFirst()
                .orElseThrow(() -> new TestAbortedException("the broker runs somewhere else"));
    }

    /// One more process of this installation.
    ServiceProcess start(ServiceSettings settings) {
        return stack.start(settings);
    }

    /// Of the environment that most tests share: what its services have told of their work, as it was sent.
    public Path traces() {
        return traces(stack);
    }

    private static Path traces(Stack stack) {
        return stack.folder().root().resolve("traces");
    }

    public Path folder() {
        return stack.folder().root();
    }

    /// Of all services; where the endpoint for passwords in clear text seals them.
    public Path sealKeyFile() {
        return sealKeyFile;
    }

    /// By which its services believe each other.
    public RecordMac recordMac() {
        return RecordMac.of(SealKey.read(sealKeyFile));
    }

    /// A new process in place of one that was killed.
    public ServiceProcess replace(String name) {
        return stack.start(settings(name));
    }

    /// The same with another setting, until it is replaced again.
    public ServiceProcess replaceWith(String name, String property, String value) {
        return replaceWith(name, Map.of(property, value));
    }

    /// The same with other settings, until it is replaced again.
    public ServiceProcess replaceWith(String name, Map<String, String> properties) {
        var settings = settings(name);
        for (var property : properties.entrySet()) {
            settings = settings.with(property.getKey(), property.getValue());
        }
        return stack.start(settings);
    }

    @Override
    public void close() {
        stack.close();
        infrastructure.close();
        afterwards.run();
        RunLeavings.remove(folder());
    }
}
