package dev.pgconvoy.launcher.command.flags;

import dev.pgconvoy.launcher.command.session.CommandSession;
import java.nio.file.Path;

/// Where `up` keeps its data unless it is told otherwise, and where the other commands look for it.
final class DataFolder {

    private DataFolder() {}

    static Path of(CommandSession session) {
        return session.variable("XDG_DATA_HOME")
                .map(home -> Path.of(home, "pgconvoy"))
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".local", "share", "pgconvoy"));
    }
}
