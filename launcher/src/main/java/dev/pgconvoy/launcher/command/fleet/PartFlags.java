package dev.pgconvoy.launcher.command.fleet;

import dev.pgconvoy.fleet.status.FleetStatus;
import dev.pgconvoy.launcher.exit.CommandException;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Which part of a fleet is meant: a wave, a server, or all of it.
final class PartFlags {

    @Parameters(arity = "0..1", paramLabel = "WAVE|SERVER", description = "Default: all of the fleet.")
    private Optional<String> part = Optional.empty();

    @Option(names = "--wave", paramLabel = "NAME", description = "The same, where a server has this name, too.")
    private Optional<String> wave = Optional.empty();

    @Option(names = "--server", paramLabel = "NAME", description = "The same, where a wave has this name, too.")
    private Optional<String> server = Optional.empty();

    boolean isGiven() {
        return part.isPresent() || wave.isPresent() || server.isPresent();
    }

    WordsOfFleet in(FleetStatus status) {
        if (Stream.of(part, wave, server).filter(Optional::isPresent).count() > 1) {
            throw CommandException.usage("Name one wave or one server");
        }
        return wave.isPresent() || server.isPresent() ? new WordsOfFleet(wave, server) : WordsOfFleet.of(status, part);
    }
}
