package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.worker.catalog.CheckConstraint;
import dev.pgconvoy.worker.catalog.SplitKeys;
import dev.pgconvoy.worker.ledger.CopyOrigin;
import dev.pgconvoy.worker.ledger.Fence.Owner;
import dev.pgconvoy.worker.schema.DumpedSchema;
import dev.pgconvoy.worker.snapshot.SourceSnapshot;
import dev.pgconvoy.worker.target.MigratedDatabase;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// One database of a migration on both servers, as far as its copy needs them.
public interface CopiedDatabase {

    MigratedDatabase target();

    /// The first of these snapshots that somebody still holds, or a new one.
    SourceSnapshot takeSnapshot(List<String> names, String state) throws SQLException;

    DumpedSchema dump(SourceSnapshot snapshot) throws InterruptedException;

    SourceCatalog readCatalog(SourceSnapshot snapshot) throws SQLException;

    List<CheckConstraint> readChecks(SourceSnapshot snapshot) throws SQLException;

    SplitKeys<SQLException> splitKeys(SourceSnapshot snapshot);

    /// Keeps these tables as the snapshot sees them.
    ///
    /// @return what the migration leaves at the source although nobody asked for that
    /// @throws MigrationException SNAPSHOT_LOST when one is not what it sees
    List<Finding> hold(SourceSnapshot snapshot, List<TableName> tables) throws SQLException, InterruptedException;

    /// @throws MigrationException SNAPSHOT_LOST when a label of an enum was renamed after it was taken
    void requireSameLabels(SourceSnapshot snapshot) throws SQLException;

    interface WriteWatch {
        /// Tables that were written to since the watch began.
        List<TableName> written() throws SQLException;
    }

    /// Looks at the source's statistics in the snapshot's session, now and when it is asked.
    WriteWatch watchWrites(SourceSnapshot snapshot) throws SQLException;

    interface RestartWatch extends AutoCloseable {
        /// @throws MigrationException SNAPSHOT_LOST when the source was started again
        void requireNotStartedAgain();

        @Override
        void close();
    }

    RestartWatch watch(SourceSnapshot snapshot) throws SQLException;

    CopyOrigin origin(SourceSnapshot snapshot) throws SQLException;

    /// What the ledger on the target says of the copy that is there.
    ///
    /// @param crashed whether a crash of the target has taken what cannot be filled again
    /// @param inOtherUnits whether an earlier version of pgconvoy made it in units that are
    /// cut otherwise now
    record CopyFound(Optional<Owner> owner, boolean crashed, boolean inOtherUnits) {}

    CopyFound look() throws SQLException;

    /// Called before the copy that is there is dropped: whoever makes the next one is to know of it.
    void beginAnew() throws SQLException;

    /// Whether a copy of this migration was dropped, by whichever of its conductors.
    boolean isBegunAnew() throws SQLException;

    /// Makes the database like the source's, with its ledger.
    void create(SourceSnapshot snapshot, CopyOrigin origin) throws SQLException;

    TargetSession open() throws SQLException;

    /// Why no session could begin with this setting.
    Optional<Finding> objection(String sql) throws SQLException;

    /// What was noted while roles were moved, once.
    List<Finding> takeRoleNotes();

    /// Makes the target's user a member of those of these roles that are there.
    void joinRoles(List<String> names) throws SQLException;
}
