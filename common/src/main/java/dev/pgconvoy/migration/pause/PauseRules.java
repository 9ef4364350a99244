package dev.pgconvoy.migration.pause;

import dev.pgconvoy.migration.ExecutorKind;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.Substate;
import java.util.Optional;

/// What is said to whoever wants to pause a migration.
public final class PauseRules {

    /// So that nobody forgets the snapshot.
    public static final String CONSEQUENCES =
            "Running copies are given back and made again later, an index that is being built is finished first. A snapshot that has been taken is kept on the source and holds back its vacuum; so the pause ends by itself after at most 4 hours, unless the workers allow another time (PGCONVOY_WORKER_LONGEST_PAUSE).";

    private PauseRules() {}

    /// @return why a migration cannot be paused, as part of a sentence
    public static Optional<String> objection(MigrationStatus status) {
        if (status.isFinal()) {
            return Optional.of("it has ended as " + status.state().text());
        }
        if (status.request().options().executor() != ExecutorKind.WORKERS
                || status.azure().isPresent()) {
            return Optional.of("Azure's service moves its data");
        }
        if (status.substate() == Substate.CANCELING_REQUESTED_DB_MIGRATIONS) {
            return Optional.of("it is being cancelled");
        }
        return status.substate() == Substate.COMPLETING_MIGRATION
                ? Optional.of("all its rows are there, and its last steps run")
                : Optional.empty();
    }
}
