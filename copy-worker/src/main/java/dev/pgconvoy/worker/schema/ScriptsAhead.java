package dev.pgconvoy.worker.schema;

import dev.pgconvoy.failure.SqlFailures;
import dev.pgconvoy.worker.BackgroundTask;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// The scripts of several parts of an archive, one after the other: while the target runs
/// one, pg_restore makes the next.
public final class ScriptsAhead implements AutoCloseable {

    private final DumpedSchema archive;
    private final Predicate<TocEntry> keepsOwner;
    private final Iterator<List<TocEntry>> parts;
    private Optional<BackgroundTask<String>> ahead = Optional.empty();

    public ScriptsAhead(DumpedSchema archive, Predicate<TocEntry> keepsOwner, List<List<TocEntry>> parts) {
        this.archive = archive;
        this.keepsOwner = keepsOwner;
        this.parts = parts.iterator();
    }

    /// @return the script of the next part
    public String next() throws InterruptedException {
        var script = ahead.isPresent() ? taken(ahead.get()) : archive.script(parts.next(), keepsOwner);
        ahead = Optional.empty();
        if (parts.hasNext()) {
            var part = parts.next();
            ahead = Optional.of(BackgroundTask.start(() -> archive.script(part, keepsOwner)));
        }
        return script;
    }

    private static String taken(BackgroundTask<String> task) throws InterruptedException {
        try (task) {
            return task.result();
        } catch (SQLException e) {
            throw SqlFailures.exception(e, "pg_restore");
        }
    }

    @Override
    public void close() {
        ahead.ifPresent(BackgroundTask::close);
    }
}
