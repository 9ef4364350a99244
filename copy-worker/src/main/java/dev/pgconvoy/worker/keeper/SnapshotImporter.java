package dev.pgconvoy.worker.keeper;

import dev.pgconvoy.event.SnapshotWord;
import dev.pgconvoy.event.SnapshotWord.Wanted;
import java.sql.SQLException;

/// Enters a snapshot that a conductor holds.
interface SnapshotImporter {

    HeldSnapshot take(SnapshotWord word, Wanted wanted) throws SQLException;
}
