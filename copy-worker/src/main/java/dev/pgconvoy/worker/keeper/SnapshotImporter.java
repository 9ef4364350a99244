package dev.pgconvoy.worker.keeper;

import dev.pgconvoy.event.SnapshotNotice;
import dev.pgconvoy.event.SnapshotNotice.Wanted;
import java.sql.SQLException;

/// Enters a snapshot that a conductor holds.
interface SnapshotImporter {

    HeldSnapshot take(SnapshotNotice word, Wanted wanted) throws SQLException;
}
