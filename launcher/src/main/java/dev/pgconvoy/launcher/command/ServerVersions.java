package dev.pgconvoy.launcher.command;

import dev.pgconvoy.launcher.exit.CommandException;
import java.util.List;
import picocli.CommandLine.Option;

/// Which PostgreSQL the embedded servers are.
final class ServerVersions {

    private static final List<Integer> BUILT = List.of(13, 15, 17);

    @Option(names = "--source-version", paramLabel = "MAJOR", description = "13 (default), 15 or 17.")
    private int source = 13;

    @Option(names = "--target-version", paramLabel = "MAJOR", description = "13, 15 or 17 (default).")
    private int target = 17;

    int source() {
        return known("--source-version", source);
    }

    int target() {
        return known("--target-version", target);
    }

    private static int known(String flag, int version) {
        if (!BUILT.contains(version)) {
            throw CommandException.usage(
                    "%s: there is no embedded PostgreSQL %d; choose one of %s".formatted(flag, version, BUILT));
        }
        return version;
    }
}
