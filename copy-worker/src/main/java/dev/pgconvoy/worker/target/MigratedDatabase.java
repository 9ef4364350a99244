package dev.pgconvoy.worker.target;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.worker.ledger.CopyOrigin;
import dev.pgconvoy.worker.ledger.Fence.Owner;
import dev.pgconvoy.worker.report.DatabaseOutcome;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// A database on the target, as the conductor that leads treats it.
public interface MigratedDatabase {

    String name();

    boolean exists() throws SQLException;

    Optional<Long> oid() throws SQLException;

    /// What may be done with a database that is there already.
    ///
    /// @param overwritable the OID of the foreign one that may be dropped; empty when none may
    /// @param resume whether what another migration left unfinished is gone on with
    record Permission(Optional<Long> overwritable, boolean resume) {}

    /// Whether an unfinished copy is there and is ours to go on with; a foreign database is dropped when that was asked
    /// for.
    ///
    /// @throws MigrationException FENCED when a newer conductor leads, REQUEST_REFUSED when it may not be dropped
    /// or its ledger is somebody else's
    boolean claim(CopyOrigin origin, Permission permission) throws SQLException;

    /// Drops our own copy, because it has to begin anew.
    ///
    /// @throws MigrationException FENCED when it is not ours
    void drop() throws SQLException;

    /// The state of the source that the copy in it is of; empty when there is none that could be gone on with.
    Optional<String> snapshotState() throws SQLException;

    /// Whose copy its ledger says that it is; empty for a database that is not there, has no
    /// ledger, or lets nobody in.
    Optional<Owner> owner() throws SQLException;

    /// What our ledger says of the copy. The ledger goes with the last steps.
    enum Standing {
        /// There is no ledger of ours.
        NOT_OURS,
        INCOMPLETE,
        /// Complete and proven, and no crash of the server has emptied anything since.
        COMPLETE
    }

    Standing standing() throws SQLException;

    /// Whether limits or grants of the database itself keep us out. For a complete copy these are its last steps, so
    /// that our ledger has gone with them.
    boolean keepsUsOut() throws SQLException;

    /// What it came to, if it is complete and no crash of the server has emptied anything since.
    Optional<DatabaseOutcome> completeOutcome() throws SQLException;

    /// Takes over from older epochs, if our ledger is in it and its fence is not closed.
    void raiseFence() throws SQLException;

    /// Nobody writes to it any more, whoever still thinks so. A database without our ledger is left alone.
    void closeFence() throws SQLException;

    /// What comes before the last steps.
    interface Announcement {
        void make() throws SQLException;
    }

    /// How an end was met.
    ///
    /// @param found what the ledger said; unless it was [Standing#COMPLETE], nothing was done
    /// @param refused what of the last steps was refused
    record Finish(Standing found, List<Finding> refused) {

        public static Finish undone(Standing found) {
            return new Finish(found, List.of());
        }
    }

    /// Does the last steps of a complete copy and removes the ledger.
    ///
    /// @param announcement is made before them
    Finish finish(Announcement announcement) throws SQLException;
}
