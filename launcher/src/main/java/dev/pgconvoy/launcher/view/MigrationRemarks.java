package dev.pgconvoy.launcher.view;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.migration.MigrationStatus;
import java.util.List;
import java.util.stream.Stream;

/// What somebody should know while a migration runs: what keeps it from its end, and what Azure's service says.
final class MigrationRemarks {

    private MigrationRemarks() {}

    static List<String> of(MigrationStatus status) {
        return Stream.concat(
                        status.obstacle().map(MigrationRemarks::inTheWay).stream(),
                        AzureStateLabels.remarks(status).stream())
                .toList();
    }

    private static String inTheWay(Finding obstacle) {
        return "%s: %s -> %s".formatted(obstacle.object(), obstacle.message(), obstacle.remedy());
    }
}
