package dev.pgconvoy.launcher.command.fleet;

import dev.pgconvoy.azure.ArmClients;
import dev.pgconvoy.azure.AzureConnection;
import dev.pgconvoy.azure.AzureSecrets;
import dev.pgconvoy.azure.AzureServer;
import dev.pgconvoy.azure.AzureServers;
import dev.pgconvoy.azure.AzureSettings;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.launcher.command.session.CommandSession;
import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.launcher.fleet.init.FleetText;
import dev.pgconvoy.launcher.fleet.init.ListedServer;
import dev.pgconvoy.launcher.fleet.init.ServerList;
import dev.pgconvoy.launcher.fleet.init.ServerLook;
import dev.pgconvoy.launcher.fleet.init.SubscriptionServers;
import dev.pgconvoy.launcher.view.PrivateFile;
import dev.pgconvoy.postgres.PostgresUri;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.secret.AllowedReferences;
import dev.pgconvoy.secret.SecretRef;
import dev.pgconvoy.secret.SecretResolver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "init",
        description = {
            "Writes a first fleet file from a list of servers (CSV) or from an Azure subscription, for you to go on writing.",
            "The first line of a list names the columns: name, source and target; and source_password, target_password (references), databases (separated by spaces), wave, label.KEY.",
            "The servers of a list are asked for their versions and sizes, which become comments. Azure tells them of its own."
        })
final class FleetInitCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Pattern SUBSCRIPTION = Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private final CommandSession session;

    @Option(names = "--servers", paramLabel = "FILE", description = "The list of servers.")
    private Optional<Path> servers = Optional.empty();

    @Option(
            names = "--azure-subscription",
            paramLabel = "ID",
            description =
                    "All PostgreSQL servers of this subscription, Flexible and Single. They are listed with the identity of AZURE_CLIENT_ID and the like, or of az login.")
    private Optional<String> subscription = Optional.empty();

    @Option(
            names = "--target",
            paramLabel = "URI",
            description = "With --azure-subscription: where they move, for you to change server by server.")
    private Optional<String> target = Optional.empty();

    @Option(names = "--name", paramLabel = "NAME", description = "The name of the fleet; default: fleet.")
    private String name = "fleet";

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Default: standard output. A file that exists is left alone.")
    private Optional<Path> out = Optional.empty();

    @Option(names = "--offline", description = "Ask no server of a list.")
    private boolean offline;

    FleetInitCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        out.ifPresent(FleetInitCommand::requireNew);
        var text = text();
        out.ifPresentOrElse(file -> write(file, text), () -> session.out().print(text));
        session.out().flush();
        return 0;
    }

    private String text() {
        if (servers.isPresent() == subscription.isPresent()) {
            throw CommandException.usage("Name either a list with --servers or an --azure-subscription");
        }
        if (subscription.isPresent()) {
            var found = inAzure(subscription.get());
            return FleetText.of(name, found.servers(), found.remarks());
        }
        if (target.isPresent()) {
            throw CommandException.usage("--target is for --azure-subscription; a list has a column for it");
        }
        var listed = ServerList.read(servers.orElseThrow());
        return FleetText.of(name, listed, offline ? List.of() : remarks(listed));
    }

    private SubscriptionServers inAzure(String id) {
        if (!SUBSCRIPTION.matcher(id).matches()) {
            throw CommandException.usage(
                    "--azure-subscription: an ID has the form 00000000-0000-0000-0000-000000000000");
        }
        var to = target();
        var found = SubscriptionServers.of(serversOf(id), to);
        if (found.servers().isEmpty()) {
            throw CommandException.unusable(
                    "The subscription %s has no PostgreSQL server, or none that this identity may see".formatted(id));
        }
        session.say("%,d servers are in the subscription %s"
                .formatted(found.servers().size(), id));
        return found;
    }

    private PostgresUri target() {
        var text = target.orElseThrow(() -> CommandException.usage(
                "--azure-subscription needs --target, such as postgres://mover@new.example.org:5432"));
        try {
            var uri = PostgresUri.parse(text);
            if (uri.password().isPresent()) {
                throw CommandException.usage(
                        "--target: write no password here; name a reference in the fleet file (password: env:NAME, file:/path, keyvault:ID)");
            }
            return uri;
        } catch (IllegalArgumentException e) {
            throw CommandException.usage("--target: " + e.getMessage());
        }
    }

    private List<AzureServer> serversOf(String id) {
        try {
            var connection = AzureConnection.of(AzureSettings.read(this::setting));
            return new AzureServers(new ArmClients(connection)).of(id);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw CommandException.usage("Azure cannot be asked: " + e.getMessage());
        } catch (MigrationException e) {
            throw CommandException.unusable(e.failure().sentence());
        }
    }

    private Optional<String> setting(String name) {
        return session.variable(name.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"));
    }

    private static void requireNew(Path file) {
        PrivateFile.requireWritable("--out", file);
        if (Files.exists(file)) {
            throw CommandException.usage("--out: %s exists already; name a new file".formatted(file));
        }
    }

    private void write(Path file, String text) {
        PrivateFile.write(file, text);
        session.say("the fleet file is %s; check it with: pgconvoy fleet validate %s".formatted(file, file));
    }

    private List<String> remarks(List<ListedServer> listed) {
        session.say("looking at %,d servers".formatted(listed.size()));
        var azure = new AzureSecrets(this::setting, session.clock());
        var secrets = new SecretResolver(Optional.empty(), named(listed)).with(azure);
        return new ServerLook(new ServerConnector(secrets, PATIENCE)).remarks(listed);
    }

    /// Who names a reference in the list allows this command to follow it.
    private static AllowedReferences named(List<ListedServer> listed) {
        return AllowedReferences.exactly(
                listed.stream()
                        .flatMap(server -> Stream.of(server.sourcePassword(), server.targetPassword()))
                        .flatMap(Optional::stream)
                        .map(SecretRef::parse)
                        .toList(),
                listed.stream()
                        .flatMap(server -> Stream.of(
                                server.source().host(), server.target().host()))
                        .filter(host -> !host.contains(":"))
                        .toList());
    }
}
