package dev.pgconvoy.it.environment;

import dev.pgconvoy.launcher.stack.Stack;
import dev.pgconvoy.launcher.stack.StackDistribution;
import dev.pgconvoy.launcher.stack.folder.StackFolder;
import dev.pgconvoy.launcher.stack.settings.KafkaSettings;
import dev.pgconvoy.launcher.stack.settings.ServiceSettings;
import dev.pgconvoy.secret.SealKey;
import dev.pgconvoy.secret.Secret;
import java.net.URI;
import java.nio.file.Path;

/// A broker and a monitor that takes the tokens of an issuer, and whose traces are kept.
public final class GuardedMonitor implements AutoCloseable {

    private static final Path FOLDER = TestFork.folder("guarded");
    private static final String MONITOR = "monitor-service";

    private final Stack stack;
    private final TraceReceiver receiver;

    private GuardedMonitor(Stack stack) {
        this.stack = stack;
        this.receiver = TraceReceiver.start(traces());
    }

    /// @param clientSecret by which the monitor is known to the issuer
    public static GuardedMonitor start(TokenIssuer issuer, Secret clientSecret) {
        var folder = StackFolder.open(FOLDER);
        RunLeavings.remove(FOLDER);
        var monitor = new GuardedMonitor(Stack.in(folder, StackDistribution.current()));
        monitor.startAll(issuer, clientSecret);
        return monitor;
    }

    private void startAll(TokenIssuer issuer, Secret clientSecret) {
        var sealKeyFile = stack.folder().keys().resolve("seal-key.json");
        SealKey.create(sealKeyFile);
        stack.start(KafkaSettings.slim());
        var settings = ServiceSettings.of(MONITOR)
                .with("kafka.bootstrap.servers", bootstrapServers())
                .with("pgconvoy.seal-key-file", sealKeyFile.toString())
                .withSecret("QUARKUS_OIDC_CREDENTIALS_SECRET", clientSecret);
        for (var setting : issuer.settings().entrySet()) {
            settings = settings.with(setting.getKey(), setting.getValue());
        }
        stack.start(receiver.watch(settings));
    }

    public String bootstrapServers() {
        return stack.kafka().bootstrapServers();
    }

    public URI uri(String path) {
        return stack.service(MONITOR).uri(path);
    }

    public Path folder() {
        return stack.folder().root();
    }

    public Path traces() {
        return folder().resolve("traces");
    }

    @Override
    public void close() {
        stack.close();
        receiver.close();
        RunLeavings.remove(FOLDER);
    }
}
