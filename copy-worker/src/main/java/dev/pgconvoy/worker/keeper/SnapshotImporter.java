package dev.pgconvoy.worker.keeper;

import dev.pgconvoy.copy.SnapshotWord;
import dev.pgconvoy.copy.SnapshotWord.Wanted;
import java.sql.SQLException;

/// Enters a snapshot that a conductor holds.
interface SnapshotImporter {

    HeldSnapshot take(SnapshotWord word, Wanted wanted) throws SQLException;
}
