package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.postgres.ServerIdentity.Relation;
import dev.pgconvoy.worker.lead.MigrationLead;
import dev.pgconvoy.worker.report.DatabaseLog;
import dev.pgconvoy.worker.target.MigratedDatabase;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/// The two servers of a migration, for the attempt that has the lead on the target.
public interface LedServers {

    MigrationLead lead();

    MigratedDatabase database(String name);

    /// Drops what earlier leaders of this migration were building or dropping.
    void dropBuildings() throws SQLException;

    /// What the source is to the target.
    Relation relation() throws SQLException;

    /// These databases of the source, the largest first; those whose size cannot be asked come last.
    List<String> largestFirst(List<String> databases) throws SQLException;

    void moveRoles() throws SQLException;

    /// Gives up the memberships that the work needed.
    ///
    /// @return what was refused
    List<Finding> leaveRoles() throws SQLException;

    MigrationServers.Versions versions() throws SQLException;

    /// Compares who may do what on the servers themselves.
    ///
    /// @param databases that were moved and are complete
    /// @param told what the report says already
    List<Finding> compareRights(List<String> databases, Collection<Finding> told);

    /// What the copy of one database needs.
    CopiedDatabase copied(String name, DatabaseLog log);
}
