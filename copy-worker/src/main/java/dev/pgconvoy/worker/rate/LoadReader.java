package dev.pgconvoy.worker.rate;

import dev.pgconvoy.event.CopyTask;
import java.sql.SQLException;

/// Asks one source what it has to do.
interface LoadReader extends AutoCloseable {

    /// @param task of a copy that reads from the source now
    SourceLoad read(CopyTask task) throws SQLException;

    @Override
    void close();
}
