package dev.pgconvoy.launcher.command.flags;

import dev.pgconvoy.launcher.command.session.CommandSession;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Where the data of `up` is.
public final class DataFlag {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where its data stays. Default: $XDG_DATA_HOME/pgconvoy or ~/.local/share/pgconvoy.")
    private Optional<Path> data = Optional.empty();

    public Path folder(CommandSession session) {
        return data.orElseGet(() -> DataFolder.of(session));
    }
}
