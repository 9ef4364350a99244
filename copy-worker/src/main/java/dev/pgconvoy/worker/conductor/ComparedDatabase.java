package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.migration.Report.Difference;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.secret.ServerSide;
import dev.pgconvoy.worker.catalog.CatalogContents;
import dev.pgconvoy.worker.catalog.RowDigest;
import dev.pgconvoy.worker.catalog.SplitKeys;
import dev.pgconvoy.worker.schema.DumpedSchema;
import dev.pgconvoy.worker.schema.TocEntry;
import dev.pgconvoy.worker.snapshot.SourceSnapshot;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One database on both servers, as far as a comparison reads it. Nothing is written to either.
public interface ComparedDatabase {

    SourceSnapshot takeSnapshot(ServerSide side) throws SQLException;

    CatalogContents catalog(SourceSnapshot snapshot) throws SQLException;

    /// Relations that the user may not read.
    Set<TableName> unreadable(SourceSnapshot snapshot) throws SQLException;

    /// Of the source.
    DumpedSchema dump(SourceSnapshot source) throws InterruptedException;

    /// Those that are not there.
    Set<TableName> absent(SourceSnapshot snapshot, List<TableName> relations) throws SQLException;

    /// Keeps these tables as the snapshot sees them.
    ///
    /// @throws MigrationException SNAPSHOT_LOST when one is not what it sees
    void hold(ServerSide side, SourceSnapshot snapshot, List<TableName> tables)
            throws SQLException, InterruptedException;

    RowDigest digest(CatalogContents catalog, SourceSnapshot source, SourceSnapshot target) throws SQLException;

    SplitKeys<SQLException> splitKeys(SourceSnapshot source);

    List<Difference> compareSequences(SourceSnapshot source, SourceSnapshot target, List<TableName> sequences)
            throws SQLException;

    List<Difference> compareLargeObjects(SourceSnapshot source, SourceSnapshot target)
            throws SQLException, InterruptedException;

    List<Finding> compareRights(SourceSnapshot source, SourceSnapshot target) throws SQLException, InterruptedException;

    /// What a migration would leave at the source although nobody asked for that.
    List<Finding> leftBehind() throws SQLException;

    /// @return empty when it cannot be read here
    Optional<List<TocEntry>> schemaOfTarget(SourceSnapshot target) throws SQLException, InterruptedException;

    /// @param expected of the source's schema
    void compareSchemas(
            DumpedSchema source, List<TocEntry> expected, List<TocEntry> found, int sourceMajor, SourceSnapshot target)
            throws SQLException, InterruptedException;
}
