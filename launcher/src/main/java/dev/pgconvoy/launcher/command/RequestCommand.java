package dev.pgconvoy.launcher.command;

import dev.pgconvoy.launcher.client.RequestPublisher;
import dev.pgconvoy.launcher.command.flags.AzureFlags;
import dev.pgconvoy.launcher.command.flags.KafkaFlags;
import dev.pgconvoy.launcher.command.flags.MigrationFlags;
import dev.pgconvoy.launcher.command.flags.SealKeyFlag;
import dev.pgconvoy.launcher.command.session.CommandSession;
import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.launcher.request.ParametersFile;
import dev.pgconvoy.launcher.request.TemplateWords;
import dev.pgconvoy.migration.ExecutorKind;
import dev.pgconvoy.migration.MigrationRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "request",
        description = {
            "Requests a migration of a running installation and prints its id.",
            "Say what to move by --source and --target, or by --parameters: a file for Azure's template."
        })
final class RequestCommand implements Callable<Integer> {

    private static final List<String> SERVERS = List.of("--source", "--target");
    private static final Set<String> BESIDE_PARAMETERS = Set.of(
            "--parameters",
            "--executor",
            "--subscription",
            "--resource-group",
            "--location",
            "--source-type",
            "--label",
            "--bootstrap-servers",
            "--command-config",
            "--seal-key-file",
            "--json");

    private final CommandSession session;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final MigrationFlags flags = new MigrationFlags();

    @Option(
            names = "--parameters",
            paramLabel = "FILE",
            description =
                    "JSON as `az deployment group create --parameters` takes it, in place of the options above. Passwords may be references, or left to PGCONVOY_SOURCE_PASSWORD and PGCONVOY_TARGET_PASSWORD.")
    private Optional<Path> parameters = Optional.empty();

    @Mixin
    private final AzureFlags azure = new AzureFlags();

    @Mixin
    private final KafkaFlags kafka = new KafkaFlags();

    @Mixin
    private final SealKeyFlag sealKey = new SealKeyFlag();

    @Option(names = "--json", description = "Print the id as a JSON object.")
    private boolean json;

    private RequestCommand(CommandSession session) {
        this.session = session;
    }

    /// The servers are required here unless the file names them.
    static CommandLine line(CommandSession session) {
        var line = new CommandLine(new RequestCommand(session));
        var spec = line.getCommandSpec();
        var inOrder = List.copyOf(spec.options());
        inOrder.forEach(spec::remove);
        inOrder.forEach(option -> spec.addOption(
                SERVERS.contains(option.longestName())
                        ? OptionSpec.builder(option).required(false).build()
                        : option));
        return line;
    }

    @Override
    public Integer call() {
        var request = parameters.map(this::ofFile).orElseGet(this::ofFlags);
        var broker = kafka.broker(session);
        MigrationRun.requireNew(broker, request.id());
        try (var publisher = new RequestPublisher(broker, session.clock()::instant)) {
            publisher.request(request);
        }
        session.out().println(json ? "{\"id\":\"%s\"}".formatted(request.id()) : request.id());
        return 0;
    }

    private MigrationRequest ofFlags() {
        var missing = SERVERS.stream().filter(name -> !given().contains(name)).toList();
        if (!missing.isEmpty()) {
            throw CommandException.usage(missing.stream()
                    .map("'%s=URI'"::formatted)
                    .collect(Collectors.joining(", ", "Missing required options: ", " (or --parameters=FILE)")));
        }
        var request = azure.complete(flags.draft(session))
                .request(
                        session.passwords(),
                        () -> sealKey.key(session, kafka),
                        session.clock().instant());
        if (request.options().executor() == ExecutorKind.AZURE) {
            TemplateWords.require(request);
        }
        return request;
    }

    private MigrationRequest ofFile(Path file) {
        given().stream()
                .filter(name -> !BESIDE_PARAMETERS.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw CommandException.usage(
                            "%s cannot stand beside --parameters; say it in the file".formatted(name));
                });
        return ParametersFile.read(file)
                .with("executor", azure.executor.map(ExecutorKind::text))
                .with("subscriptionId", azure.subscription)
                .with("resourceGroup", azure.resourceGroup)
                .parameter("location", azure.location)
                .parameter("SourceType", azure.sourceType)
                .labelled(flags.labels())
                .withPasswords(session::variable)
                .request(() -> sealKey.key(session, kafka), session.clock().instant());
    }

    private Set<String> given() {
        return spec == null
                ? Set.of()
                : spec.commandLine().getParseResult().matchedOptions().stream()
                        .map(OptionSpec::longestName)
                        .collect(Collectors.toSet());
    }
}
