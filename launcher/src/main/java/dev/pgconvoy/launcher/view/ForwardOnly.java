package dev.pgconvoy.launcher.view;

import dev.pgconvoy.migration.DatabasePhase;
import dev.pgconvoy.migration.DatabaseProgress;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationStatus;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// Shows counters that never go back. A part that is copied again counts from what was
/// there before, and a total that is estimated anew is shown when the percentage has
/// reached it.
final class ForwardOnly implements ProgressOutput {

    private final ProgressOutput output;
    private final Map<Database, DatabaseProgress> shown = new HashMap<>();

    ForwardOnly(ProgressOutput output) {
        this.output = output;
    }

    private record Database(MigrationId migration, String name) {}

    @Override
    public void show(MigrationStatus status, Instant now) {
        var databases = status.databases().stream()
                .map(database ->
                        shown.merge(new Database(status.id(), database.database()), database, ForwardOnly::forward))
                .toList();
        output.show(status.withDatabases(databases), now);
    }

    private static DatabaseProgress forward(DatabaseProgress before, DatabaseProgress now) {
        var copied = Math.max(before.bytesCopied(), now.bytesCopied());
        return new DatabaseProgress(
                now.database(),
                now.phase(),
                now.tablesQueued(),
                now.tablesLoading(),
                now.tablesCompleted(),
                now.tablesErrored(),
                total(before, now, copied),
                copied,
                Math.max(before.rowsCopied(), now.rowsCopied()),
                now.indexesTotal(),
                Math.max(before.indexesBuilt(), now.indexesBuilt()),
                Math.max(before.tablesVerified(), now.tablesVerified()),
                now.bytesPerSecond(),
                now.secondsLeft());
    }

    /// Where a larger total would take the percentage back, the one that keeps it.
    private static long total(DatabaseProgress before, DatabaseProgress now, long copied) {
        if (now.phase() != DatabasePhase.COPY || before.bytesTotal() == 0 || before.bytesCopied() == 0) {
            return now.bytesTotal();
        }
        var share = (double) before.bytesCopied() / before.bytesTotal();
        return copied < share * now.bytesTotal() ? (long) (copied / share) : now.bytesTotal();
    }

    @Override
    public void tick(Instant now) {
        output.tick(now);
    }

    @Override
    public void note(String text) {
        output.note(text);
    }
}
