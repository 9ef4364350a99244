package dev.pgconvoy.worker.snapshot;

import dev.pgconvoy.worker.snapshot.MigrationHistory.Kept;
import java.util.List;
import java.util.function.Supplier;

/// The snapshots of a migration that its workers hold together.
///
/// @param worker the name of this process
/// @param kept what was said of them until now, the newest first
public record ImportableSnapshots(String worker, Supplier<List<Kept>> kept) {

    private static final int MOST_TRIED = 8;

    /// By which names this state may still be imported.
    public List<String> names(String database, String state) {
        return kept.get().stream()
                .filter(one -> one.database().equals(database) && one.state().equals(state))
                .map(Kept::name)
                .limit(MOST_TRIED)
                .toList();
    }
}
