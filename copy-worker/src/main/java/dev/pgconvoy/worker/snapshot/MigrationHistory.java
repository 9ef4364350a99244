package dev.pgconvoy.worker.snapshot;

import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.Observation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What was already said about a migration, over all attempts at it: the broker may hand the same migration
/// out again, to two conductors at once, and after it has ended.
public interface MigrationHistory {

    /// @param announced its end was announced; an end of epoch 0 counts only when nobody had begun before
    /// @param begins how often a conductor said that it begins
    /// @param ending the end that was decided
    record Past(boolean announced, boolean cancelRequested, int begins, Optional<Observation> ending) {

        public static final Past NOTHING = new Past(false, false, 0, Optional.empty());

        Past withAnnounced() {
            return new Past(true, cancelRequested, begins, ending);
        }

        Past withCancelRequested() {
            return new Past(announced, true, begins, ending);
        }

        Past withBegin() {
            return new Past(announced, cancelRequested, begins + 1, ending);
        }

        Past withEnding(Observation end) {
            return new Past(announced, cancelRequested, begins, Optional.of(end));
        }
    }

    /// @param since when the migration was requested
    Past of(MigrationId id, String requestHash, Instant since);

    /// A snapshot that somebody holds, or held.
    ///
    /// @param state what it sees
    /// @param name by which it can be imported, while it is held
    record Kept(String database, String state, String name) {}

    /// The newest first.
    List<Kept> snapshots(MigrationId id, Instant since);
}
