package dev.pgconvoy.it.environment;

import dev.pgconvoy.launcher.stack.ServiceProcess;
import dev.pgconvoy.launcher.stack.Stack;
import dev.pgconvoy.launcher.stack.StackDistribution;
import dev.pgconvoy.launcher.stack.folder.StackFolder;
import dev.pgconvoy.launcher.stack.settings.KafkaSettings;
import dev.pgconvoy.launcher.stack.settings.ServiceSettings;
import dev.pgconvoy.secret.SealKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A second installation, with its own Kafka and without workers: it lets "Azure" move the data, which is the first
/// installation's endpoint.
public final class SubmittingInstallation implements AutoCloseable {

    public static final String SUBSCRIPTION = "11111111-2222-3333-4444-555555555555";
    public static final String RESOURCE_GROUP = "convoy-rg";

    private static final Path FOLDER = TestFork.folder("submitting");
    private static final List<String> SERVICES =
            List.of(TestEnvironment.PREFLIGHT, TestEnvironment.SUBMITTER, TestEnvironment.MONITOR);

    private final Stack stack;
    private final ArmMonitor azure;
    private final TestEnvironment environment;
    private final Path token;
    private final Path sealKeyFile;

    private SubmittingInstallation(TestEnvironment environment, ArmMonitor azure) throws IOException {
        var folder = StackFolder.open(FOLDER);
        RunLeavings.remove(folder.root());
        this.stack = Stack.in(folder, StackDistribution.current());
        this.azure = azure;
        this.environment = environment;
        this.sealKeyFile = folder.keys().resolve("seal-key.json");
        SealKey.create(sealKeyFile);
        this.token = Files.writeString(folder.keys().resolve("token"), "no-secret-where-nobody-asks");
    }

    /// @param servers that are targets
    public static SubmittingInstallation start(TestEnvironment environment, List<RunningServer> servers)
            throws IOException {
        var submitting = new SubmittingInstallation(environment, ArmMonitor.start(environment, servers));
        submitting.stack.start(KafkaSettings.slim());
        submitting.stack.startAll(SERVICES.stream().map(submitting::settings).toList());
        return submitting;
    }

    private ServiceSettings settings(String name) {
        return ServiceSettings.of(name)
                .with("kafka.bootstrap.servers", bootstrapServers())
                .with(
                        "pgconvoy.secrets.file",
                        stack.folder().keys() + "," + environment.folder().resolve("keys"))
                .with("pgconvoy.seal-key-file", sealKeyFile.toString())
                .with("pgconvoy.azure.enabled", "true")
                .with("pgconvoy.azure.resource-manager-endpoint", azure.address())
                .with("pgconvoy.azure.certificates", azure.certificate().pem().toString())
                .with("pgconvoy.azure.token", "file:" + token)
                .with("pgconvoy.azure.subscription-id", SUBSCRIPTION)
                .with("pgconvoy.azure.resource-group", RESOURCE_GROUP)
                .with("pgconvoy.azure.poll.interval", "100ms")
                .with("pgconvoy.azure.poll.requests-per-second", "100")
                .with("pgconvoy.azure.submit.poll-interval", "100ms");
    }

    public String bootstrapServers() {
        return stack.kafka().bootstrapServers();
    }

    public ServiceProcess service(String name) {
        return stack.service(name);
    }

    /// A new process in place of one that was killed.
    public ServiceProcess replace(String name) {
        return stack.start(settings(name));
    }

    @Override
    public void close() {
        stack.close();
        azure.close();
        RunLeavings.remove(FOLDER);
    }
}
