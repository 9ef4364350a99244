package dev.pgconvoy.launcher.embedded;

import dev.pgconvoy.kafka.Topics;
import dev.pgconvoy.launcher.client.ServicesState;
import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.launcher.exit.FailureReasons;
import dev.pgconvoy.launcher.stack.PostgresProcess;
import dev.pgconvoy.launcher.stack.Stack;
import dev.pgconvoy.launcher.stack.StackDistribution;
import dev.pgconvoy.launcher.stack.StackMember;
import dev.pgconvoy.launcher.stack.folder.StackFolder;
import dev.pgconvoy.launcher.stack.process.OwnersFile;
import dev.pgconvoy.launcher.stack.settings.KafkaSettings;
import dev.pgconvoy.launcher.stack.settings.PostgresSettings;
import dev.pgconvoy.launcher.stack.settings.ServiceSettings;
import dev.pgconvoy.launcher.stack.settings.StackPart;
import dev.pgconvoy.secret.AllowedReferences;
import dev.pgconvoy.secret.AllowedServers;
import dev.pgconvoy.secret.PasswordUse;
import dev.pgconvoy.secret.SealKey;
import dev.pgconvoy.secret.SecretRef;
import dev.pgconvoy.secret.ServerSide;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;

/// pgconvoy on this machine, complete and running, until it is closed.
public final class LocalInstallation implements ServicesState, AutoCloseable {

    private static final String SEAL_KEY = "seal-key.json";
    private static final String SOURCE = "source";
    private static final String TARGET = "target";

    private final Stack stack;
    private final Path sealKeyFile;
    private final RestAccess restAccess;

    private LocalInstallation(Stack stack, Path sealKeyFile, RestAccess restAccess) {
        this.restAccess = restAccess;
        this.stack = stack;
        this.sealKeyFile = sealKeyFile;
    }

    /// @param folder is closed with the installation
    /// @param steps told what is being started
    public static LocalInstallation start(StackFolder folder, InstallationSettings settings, Consumer<String> steps) {
        var installation = launchUnready(folder, settings, steps);
        installation.stack.awaitStarted();
        return installation;
    }

    /// Returns as soon as a request can be published: the broker is ready and has the topics. The services start
    /// meanwhile; each reads from the first record on.
    ///
    /// @param folder of a new installation; closed with it
    /// @param steps told what is being started
    public static LocalInstallation launch(StackFolder folder, InstallationSettings settings, Consumer<String> steps) {
        var installation = launchUnready(folder, settings, steps);
        installation.stack.awaitStarted(KafkaSettings.NAME);
        try (var admin = Admin.create(installation.kafkaClientSettings())) {
            Topics.create(admin, ServiceSet.TOPICS);
        } catch (RuntimeException e) {
            installation.close();
            throw e;
        }
        return installation;
    }

    private static LocalInstallation launchUnready(
            StackFolder folder, InstallationSettings settings, Consumer<String> steps) {
        var stack = Stack.in(folder, StackDistribution.current());
        sealKey(folder);
        var key = sealKeyFile(folder);
        var first = basis(settings);
        var access = new RestAccess(folder.keys()).withToken();
        var progress = new StartProgress(
                "starting %s, %s".formatted(names(first), String.join(", ", ServiceSet.NAMES)), steps);
        try {
            stack.launchAll(first);
            stack.launchAll(services(stack, settings, key, access));
        } finally {
            stack.started().whenComplete((_, _) -> progress.end());
        }
        var installation = new LocalInstallation(stack, key, access);
        access.tellAddress(installation.rest());
        return installation;
    }

    private static List<ServiceSettings> services(
            Stack stack, InstallationSettings settings, Path key, RestAccess access) {
        return ServiceSet.on(stack.kafka(), key, allowed(stack, settings), settings.restPort()).stream()
                .map(service -> service.name().equals(ServiceSet.MONITOR) ? guarded(service, access) : service)
                .toList();
    }

    private static ServiceSettings guarded(ServiceSettings monitor, RestAccess access) {
        return monitor.with("pgconvoy.http.token-file", access.tokenFile().toString())
                .with("pgconvoy.http.login-code-file", access.loginCodeFile().toString());
    }

    /// Our own servers may be either side, with the password that the stack has made for them.
    private static AllowedReferences allowed(Stack stack, InstallationSettings settings) {
        var own = new HashMap<PasswordUse, Optional<SecretRef>>();
        if (settings.servers().isPresent()) {
            for (var name : List.of(SOURCE, TARGET)) {
                var server = stack.postgres(name);
                for (var side : ServerSide.values()) {
                    own.put(server.use(side), Optional.of(new SecretRef.SecretFile(server.passwordFile())));
                }
            }
        }
        return settings.references()
                .and(AllowedReferences.exactly(
                                own.values().stream().flatMap(Optional::stream).toList())
                        .within(AllowedServers.exactly(own)));
    }

    /// The key of the installation in this folder; made when it is missing.
    public static SealKey sealKey(StackFolder folder) {
        var file = sealKeyFile(folder);
        return Files.exists(file) ? SealKey.read(file) : SealKey.create(file);
    }

    static Path sealKeyFile(StackFolder folder) {
        return folder.keys().resolve(SEAL_KEY);
    }

    /// Where the key is of the installation whose data is in that folder.
    public static Path sealKeyFileIn(Path data) {
        return data.resolve("keys").resolve(SEAL_KEY);
    }

    private static List<StackPart> basis(InstallationSettings settings) {
        var parts = new ArrayList<StackPart>();
        parts.add(KafkaSettings.slim().onPort(settings.kafkaPort()).withPassword());
        settings.servers().ifPresent(servers -> {
            parts.add(PostgresSettings.of(SOURCE, servers.sourceVersion()).onPort(servers.sourcePort()));
            parts.add(PostgresSettings.of(TARGET, servers.targetVersion()).onPort(servers.targetPort()));
        });
        return parts;
    }

    private static String names(List<? extends StackPart> parts) {
        return String.join(", ", parts.stream().map(LocalInstallation::name).toList());
    }

    private static String name(StackPart part) {
        return switch (part) {
            case KafkaSettings _ -> "Kafka";
            case PostgresSettings server -> "PostgreSQL %d (%s)".formatted(server.major(), server.name());
            case ServiceSettings service -> service.name();
        };
    }

    public String bootstrapServers() {
        return stack.kafka().bootstrapServers();
    }

    /// Where its broker is and how to log in, for clients in this process.
    public Map<String, Object> kafkaClientSettings() {
        return stack.kafka().clientSettings();
    }

    /// The same for Kafka's own commands, and for ours as `--command-config`.
    public Path kafkaClientFile() {
        return StackFolder.clientFileIn(stack.folder().root());
    }

    public URI rest() {
        return stack.service(ServiceSet.MONITOR).uri("/");
    }

    /// Where each service answers for its health and its metrics.
    public Map<String, URI> services() {
        var addresses = new LinkedHashMap<String, URI>();
        ServiceSet.NAMES.forEach(name -> addresses.put(name, stack.service(name).uri("/")));
        return addresses;
    }

    public RestAccess restAccess() {
        return restAccess;
    }

    public PostgresProcess source() {
        return stack.postgres(SOURCE);
    }

    public PostgresProcess target() {
        return stack.postgres(TARGET);
    }

    public Path sealKeyFile() {
        return sealKeyFile;
    }

    public Path logs() {
        return stack.folder().logs();
    }

    public CompletableFuture<StackMember> firstLoss() {
        return stack.firstLoss();
    }

    @Override
    public boolean areStarted() {
        return stack.started().isDone();
    }

    @Override
    public void requireRunning() {
        stack.requireNoFailedStart();
        requireComplete();
    }

    /// @throws CommandException when a process has ended that should run
    public void requireComplete() {
        if (stack.firstLoss().isDone()) {
            var lost = stack.firstLoss().join();
            throw CommandException.unusable("%s ended unasked. %s".formatted(lost, LogTail.of(lost.log())));
        }
    }

    /// Copies the logs out of a folder that is about to be removed. They name objects of the migration: only their
    /// owner may read them.
    ///
    /// @param folder made when it is missing
    public void keepLogs(Path folder) {
        try {
            OwnersFile.copyAll(logs(), folder);
        } catch (IOException e) {
            throw CommandException.unusable(
                    "The logs cannot be kept in %s: %s".formatted(folder, FailureReasons.of(e)));
        }
    }

    /// Ends every process by force, all at the same time, when nothing is left to be done on the servers and nobody
    /// will look at the folder again. What a training run records is written at an end in order, and receivers of
    /// notifications are told until then: both are left to [#close].
    public void endAtOnce() {
        if (!stack.isRecorded() && !WebhookReceivers.inherited().mayBeConfigured()) {
            stack.closeAtOnce();
        }
    }

    @Override
    public void close() {
        stack.close();
    }
}
