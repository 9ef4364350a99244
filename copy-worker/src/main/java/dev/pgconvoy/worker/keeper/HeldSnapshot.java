package dev.pgconvoy.worker.keeper;

import java.sql.SQLException;

/// A session of ours inside the snapshot of somebody else. Closing it lets go of the snapshot and of its locks.
interface HeldSnapshot extends AutoCloseable {

    /// What others import from us.
    String name();

    /// Asks the source. False when the session was lost, and the snapshot with it.
    boolean isHeld();

    @Override
    void close() throws SQLException;
}
