package dev.pgconvoy.launcher.command.fleet;

import dev.pgconvoy.azure.AzureSecrets;
import dev.pgconvoy.launcher.command.session.CommandSession;
import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.launcher.fleet.init.FleetText;
import dev.pgconvoy.launcher.fleet.init.ListedServer;
import dev.pgconvoy.launcher.fleet.init.ServerList;
import dev.pgconvoy.launcher.fleet.init.ServerLook;
import dev.pgconvoy.launcher.view.PrivateFile;
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
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "init",
        description = {
            "Writes a first fleet file from a list of servers (CSV), for you to go on writing.",
            "The first line names the columns: name, source and target; and source_password, target_password (references), databases (separated by spaces), wave, label.KEY.",
            "The servers are asked for their versions and sizes, which become comments."
        })
final class FleetInitCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final CommandSession session;

    @Option(names = "--servers", required = true, paramLabel = "FILE", description = "The list of servers.")
    private Path servers = Path.of("");

    @Option(names = "--name", paramLabel = "NAME", description = "The name of the fleet; default: fleet.")
    private String name = "fleet";

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Default: standard output. A file that exists is left alone.")
    private Optional<Path> out = Optional.empty();

    @Option(names = "--offline", description = "Ask no server.")
    private boolean offline;

    FleetInitCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        out.ifPresent(FleetInitCommand::requireNew);
        var listed = ServerList.read(servers);
        var text = FleetText.of(name, listed, offline ? List.of() : remarks(listed));
        out.ifPresentOrElse(file -> write(file, text), () -> session.out().print(text));
        session.out().flush();
        return 0;
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
        var azure = new AzureSecrets(
                setting -> session.variable(setting.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_")), session.clock());
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
