package dev.pgconvoy.launcher.command.fleet;

import dev.pgconvoy.fleet.Fleet;
import dev.pgconvoy.fleet.FleetRequests;
import dev.pgconvoy.fleet.FleetServer;
import dev.pgconvoy.launcher.client.FleetChecker;
import dev.pgconvoy.launcher.client.ServerCheck;
import dev.pgconvoy.launcher.command.flags.KafkaFlags;
import dev.pgconvoy.launcher.command.session.CommandSession;
import dev.pgconvoy.launcher.exit.ExitCode;
import dev.pgconvoy.launcher.fleet.file.FleetFile;
import dev.pgconvoy.launcher.fleet.view.CheckView;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "check",
        description = {
            "Has every server of a fleet file checked, several at once, and writes to no server.",
            "Exit codes: 0 nothing stops the migrations (there may be warnings), 1 something needed is missing, 2 bad usage, 3 a check failed, or something is wrong with the file."
        })
final class FleetCheckCommand implements Callable<Integer> {

    private static final int USUAL = 4;

    private final CommandSession session;

    @Parameters(paramLabel = "FILE", description = "YAML, or JSON where the name ends with .json.")
    private Path file = Path.of("");

    @Option(
            names = "--at-once",
            paramLabel = "N",
            description =
                    "Checks at once; default: the file's limits.total, else 4. The file's other limits hold, too: perSourceHost, perTarget and perLabel.")
    private int atOnce;

    @Mixin
    private final KafkaFlags kafka = new KafkaFlags();

    FleetCheckCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        var fleet = FleetFile.read(file).fleet();
        var broker = kafka.broker(session);
        var checks = new LinkedHashMap<MigrationId, FleetServer>();
        var requests = new FleetRequests(fleet);
        // A number that no earlier check of the server has.
        var attempt =
                (int) Math.min(Integer.MAX_VALUE, session.clock().instant().getEpochSecond());
        var asked = fleet.spec().servers().stream()
                .map(server -> {
                    var check = requests.check(server, attempt, false);
                    checks.put(check.id(), server);
                    return new ServerCheck(check, server.labels());
                })
                .toList();
        var ended = new ArrayList<MigrationStatus>();
        new FleetChecker(broker, session.clock())
                .run(asked, atOnce(fleet), fleet.spec().limits(), status -> {
                    show(checks, status);
                    ended.add(status);
                });
        return verdict(ended);
    }

    private int atOnce(Fleet fleet) {
        return atOnce > 0 ? atOnce : fleet.spec().limits().total().orElse(USUAL);
    }

    private void show(SequencedMap<MigrationId, FleetServer> checks, MigrationStatus status) {
        var server = checks.get(status.id());
        if (server != null) {
            CheckView.lines(server.name(), status).forEach(session.out()::println);
            session.out().flush();
        }
    }

    private int verdict(List<MigrationStatus> ended) {
        var passed = ended.stream().filter(CheckView::hasPassed).count();
        session.out().println("%,d of %,d servers passed.".formatted(passed, ended.size()));
        return (passed == ended.size() ? ExitCode.SUCCEEDED : ExitCode.VALIDATION_FAILED).number();
    }
}
