package dev.pgconvoy.launcher.command.fleet;

import dev.pgconvoy.fleet.status.FleetStatus;
import dev.pgconvoy.fleet.status.ServerStatus;
import dev.pgconvoy.fleet.status.WaveStatus;
import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.text.Spelling;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What a name on the command line means in a fleet: a wave or a server.
record WordsOfFleet(Optional<String> wave, Optional<String> server) {

    /// For people.
    String shown(String fleet) {
        return wave.map("the wave %s of "::formatted)
                        .or(() -> server.map("the server %s of "::formatted))
                        .orElse("")
                + fleet;
    }

    boolean isPart() {
        return wave.isPresent() || server.isPresent();
    }

    /// As options, with a space before them.
    String asFlags() {
        return wave.map(" --wave "::concat)
                .or(() -> server.map(" --server "::concat))
                .orElse("");
    }

    static void requireWave(FleetStatus status, String wave) {
        if (!waves(status).contains(wave)) {
            throw unknown(status, "wave", wave, waves(status));
        }
    }

    /// As whom the gates of a wave are approved, each role once.
    static List<String> rolesOf(FleetStatus status, String wave) {
        return status.waves().stream()
                .filter(one -> one.wave().equals(wave))
                .flatMap(one -> one.gates().stream())
                .flatMap(gate -> gate.role().stream())
                .distinct()
                .toList();
    }

    /// @param name empty for the whole fleet
    /// @throws CommandException when it is neither a wave nor a server, or both
    static WordsOfFleet of(FleetStatus status, Optional<String> name) {
        var wave = name.filter(waves(status)::contains);
        var server = name.filter(servers(status)::contains);
        if (wave.isPresent() && server.isPresent()) {
            throw CommandException.usage("%s is a wave and a server of the fleet %s; say which with --wave or --server"
                    .formatted(wave.get(), status.fleet()));
        }
        if (name.isPresent() && wave.isEmpty() && server.isEmpty()) {
            throw unknown(
                    status,
                    "wave or server",
                    name.get(),
                    Stream.concat(waves(status).stream(), servers(status).stream())
                            .toList());
        }
        return new WordsOfFleet(wave, server);
    }

    private static CommandException unknown(FleetStatus status, String what, String name, List<String> known) {
        return CommandException.usage("The fleet %s has no %s %s%s"
                .formatted(
                        status.fleet(),
                        what,
                        name,
                        Spelling.nearest(name, known)
                                .map("; did you mean %s?"::formatted)
                                .orElse("")));
    }

    private static List<String> waves(FleetStatus status) {
        return status.waves().stream().map(WaveStatus::wave).toList();
    }

    private static List<String> servers(FleetStatus status) {
        return status.servers().stream().map(ServerStatus::server).toList();
    }
}
