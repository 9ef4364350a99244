package dev.pgconvoy.worker.rate;

import dev.pgconvoy.event.CopyTask;
import java.sql.SQLException;

/// Asks one source what it has to do. For one thread at a time, but for its end.
interface LoadReader extends AutoCloseable {

    /// @param task of a copy that reads from the source now
    SourceLoad read(CopyTask task) throws SQLException;

    /// Ends a question under way, too, from another thread. Nothing is asked from then on.
    @Override
    void close();
}
