package dev.pgconvoy.launcher.command.fleet;

import dev.pgconvoy.fleet.WaveMembers;
import dev.pgconvoy.launcher.command.session.CommandSession;
import dev.pgconvoy.launcher.fleet.file.FleetFile;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "validate",
        description = {
            "Reads a fleet file and says what is wrong with it, each fault with its line and column. Asks nobody.",
            "Exit codes: 0 the fleet can be applied, 1 the file cannot be read, 2 bad usage, 3 something is wrong with it."
        })
final class FleetValidateCommand implements Callable<Integer> {

    private final CommandSession session;

    @Parameters(paramLabel = "FILE", description = "YAML, or JSON where the name ends with .json.")
    private Path file = Path.of("");

    FleetValidateCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        var fleet = FleetFile.read(file).fleet();
        var servers = fleet.spec().servers().size();
        var waves = WaveMembers.of(fleet.spec()).waves().size();
        session.out()
                .println("The fleet %s can be applied: %,d server%s in %,d wave%s."
                        .formatted(fleet.name(), servers, servers == 1 ? "" : "s", waves, waves == 1 ? "" : "s"));
        return 0;
    }
}
