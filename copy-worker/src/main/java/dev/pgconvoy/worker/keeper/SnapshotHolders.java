package dev.pgconvoy.worker.keeper;

import dev.pgconvoy.event.SnapshotNotice;
import dev.pgconvoy.migration.MigrationId;

/// Who holds snapshots for others, and is told what is said of them.
public interface SnapshotHolders {

    /// Returns at once; what takes long runs beside.
    void hear(SnapshotNotice word);

    /// The migration has ended. A `wanted` that comes later does not begin anew.
    void letGo(MigrationId id);
}
