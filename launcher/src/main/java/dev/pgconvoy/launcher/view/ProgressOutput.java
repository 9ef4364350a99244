package dev.pgconvoy.launcher.view;

import dev.pgconvoy.migration.MigrationStatus;
import java.time.Instant;

/// Where the progress of migrations goes.
public interface ProgressOutput {

    /// A status that is new.
    void show(MigrationStatus status, Instant now);

    /// Time passes; called several times a second.
    void tick(Instant now);

    /// A remark for the user, between the states.
    void note(String text);
}
