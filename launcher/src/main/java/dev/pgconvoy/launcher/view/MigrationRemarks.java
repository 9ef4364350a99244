package dev.pgconvoy.launcher.view;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.pause.MigrationPause;
import java.util.List;
import java.util.stream.Stream;

/// What somebody should know while a migration runs: what keeps it from its end, and what Azure's service says.
final class MigrationRemarks {

    private MigrationRemarks() {}

    static List<String> of(MigrationStatus status) {
        return Stream.of(
                        status.pause().map(MigrationRemarks::paused).stream(),
                        status.obstacle().map(MigrationRemarks::inTheWay).stream(),
                        AzureStateLabels.remarks(status).stream())
                .flatMap(remarks -> remarks)
                .toList();
    }

    /// Before the conductor has reached the pause nobody knows how long its
    /// worker lets it last.
    static String paused(MigrationPause pause) {
        return "paused%s: %s -> it goes on with pgconvoy resume%s"
                .formatted(
                        pause.askedBy().map(" by %s"::formatted).orElse(""),
                        pause.reason(),
                        pause.until()
                                .filter(_ -> pause.reached())
                                .map(", or by itself at %s"::formatted)
                                .orElse(", or by itself after at most as long as the workers allow"));
    }

    private static String inTheWay(Finding obstacle) {
        return "%s: %s -> %s".formatted(obstacle.object(), obstacle.message(), obstacle.remedy());
    }
}
