package dev.pgconvoy.launcher.command;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Where the data of `up` is.
final class DataFlag {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where its data stays. Default: $XDG_DATA_HOME/pgconvoy or ~/.local/share/pgconvoy.")
    private Optional<Path> data = Optional.empty();

    Path folder(Session session) {
        return data.or(() -> session.variable("XDG_DATA_HOME").map(home -> Path.of(home, "pgconvoy")))
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".local", "share", "pgconvoy"));
    }
}
