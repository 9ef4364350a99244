package dev.pgconvoy.launcher.view;

import dev.pgconvoy.migration.MigrationStatus;
import java.util.List;
import java.util.function.Consumer;

/// How the end of a migration is told to people, and what is kept of it.
public interface EndPresentation {

    List<String> lines(MigrationStatus ended);

    /// Writes the files that were asked for.
    ///
    /// @param say takes a sentence about each
    void keep(MigrationStatus ended, Consumer<String> say);
}
