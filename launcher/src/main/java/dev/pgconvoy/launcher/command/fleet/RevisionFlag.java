package dev.pgconvoy.launcher.command.fleet;

import java.util.Optional;
import picocli.CommandLine.Option;

/// Of which revision of a fleet somebody speaks.
final class RevisionFlag {

    @Option(
            names = "--if-revision",
            paramLabel = "N",
            description =
                    "Only if this is still the fleet's revision, as fleet plan and fleet status tell it; 0: only if no such fleet is applied.")
    private Optional<Long> expected = Optional.empty();

    Optional<Long> expected() {
        return expected;
    }
}
