package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.migration.Report.Difference;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.worker.catalog.ColumnTypes;
import dev.pgconvoy.worker.catalog.EarlyForeignKey;
import dev.pgconvoy.worker.catalog.RowDigest;
import dev.pgconvoy.worker.catalog.TableDivision;
import dev.pgconvoy.worker.ledger.DecidedDivision;
import dev.pgconvoy.worker.ledger.DoneUnit;
import dev.pgconvoy.worker.plan.DeferredChecks;
import dev.pgconvoy.worker.plan.TaskNode;
import dev.pgconvoy.worker.roles.OwnerRole;
import dev.pgconvoy.worker.schema.DumpedSchema;
import dev.pgconvoy.worker.schema.SchemaPieces;
import dev.pgconvoy.worker.schema.TocEntry;
import dev.pgconvoy.worker.schema.ToldStatements;
import dev.pgconvoy.worker.snapshot.SourceSnapshot;
import dev.pgconvoy.worker.target.TargetUnits;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// A session of the leader in the target database that is copied into.
public interface TargetSession extends AutoCloseable {

    TargetUnits units();

    int major() throws SQLException;

    /// Those that are not there.
    Set<TableName> absent(List<TableName> relations) throws SQLException;

    List<OwnerRole> ownerRoles(Collection<String> names) throws SQLException;

    List<EarlyForeignKey> earlyForeignKeys() throws SQLException;

    /// Drops these foreign keys, unless an earlier conductor has; the ledger keeps them.
    ///
    /// @return those that were dropped, whoever did it, and are to be made again after the rows
    List<EarlyForeignKey> postpone(List<EarlyForeignKey> circular) throws SQLException;

    /// How the tables' content is compared.
    RowDigest digest(ColumnTypes types, SourceSnapshot snapshot) throws SQLException;

    /// @return what was decided, now or by an earlier conductor
    TableDivision decideDivision(DecidedDivision.Draw draw) throws SQLException;

    /// Whether a crash of the target has emptied unlogged tables.
    boolean hasLostRows() throws SQLException;

    /// @param plan all of whose units must be in the ledger, whatever was said of them
    /// @param done the tasks by which its work was done
    /// @return the results of each done task's units, from the ledger
    /// @throws MigrationException when a unit is missing; the next attempt does it
    Map<TaskNode, List<DoneUnit>> proven(List<TaskNode> plan, List<TaskNode> done) throws SQLException;

    /// Sets them where those of the source stand, unless an earlier conductor has.
    void setSequences(SourceSnapshot snapshot, List<TableName> sequences) throws SQLException;

    /// Compares them with what they were set to.
    List<Difference> compareSequences(List<TableName> sequences) throws SQLException;

    List<Difference> compareLargeObjects(SourceSnapshot snapshot) throws SQLException, InterruptedException;

    List<Finding> copyLargeObjectRights(SourceSnapshot snapshot, List<Long> largeObjects) throws SQLException;

    List<Finding> compareRights(
            SourceSnapshot snapshot, List<Long> largeObjects, Predicate<String> isOwnerTold, ToldStatements told)
            throws SQLException, InterruptedException;

    /// @param moved what was restored, of the source's schema
    void compareSchemas(
            DumpedSchema source, List<TocEntry> moved, SchemaPieces pieces, DeferredChecks deferred, int sourceMajor)
            throws SQLException, InterruptedException;

    @Override
    void close() throws SQLException;
}
