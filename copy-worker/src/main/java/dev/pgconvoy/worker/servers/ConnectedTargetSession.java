package dev.pgconvoy.worker.servers;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.migration.Report.Difference;
import dev.pgconvoy.postgres.ReadableRelations;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.worker.SearchPath;
import dev.pgconvoy.worker.catalog.AbsentRelations;
import dev.pgconvoy.worker.catalog.ColumnTypes;
import dev.pgconvoy.worker.catalog.EarlyForeignKey;
import dev.pgconvoy.worker.catalog.RowDigest;
import dev.pgconvoy.worker.catalog.TableDivision;
import dev.pgconvoy.worker.catalog.UsersSearchPaths;
import dev.pgconvoy.worker.conductor.TargetSession;
import dev.pgconvoy.worker.ledger.DecidedDivision;
import dev.pgconvoy.worker.ledger.DoneUnit;
import dev.pgconvoy.worker.ledger.PostponedKeys;
import dev.pgconvoy.worker.plan.DeferredChecks;
import dev.pgconvoy.worker.plan.TaskNode;
import dev.pgconvoy.worker.rights.ComparedRights;
import dev.pgconvoy.worker.roles.OwnerRole;
import dev.pgconvoy.worker.schema.DumpedSchema;
import dev.pgconvoy.worker.schema.SchemaPieces;
import dev.pgconvoy.worker.schema.TocEntry;
import dev.pgconvoy.worker.schema.ToldStatements;
import dev.pgconvoy.worker.snapshot.SourceSnapshot;
import dev.pgconvoy.worker.target.CrashTrace;
import dev.pgconvoy.worker.target.LargeObjectRightsCopy;
import dev.pgconvoy.worker.target.LedgeredSession;
import dev.pgconvoy.worker.target.ProvenUnits;
import dev.pgconvoy.worker.target.TargetUnits;
import dev.pgconvoy.worker.verify.LargeObjectComparison;
import dev.pgconvoy.worker.verify.SequencePositions;
import dev.pgconvoy.worker.verify.TargetSchema;
import dev.pgconvoy.worker.wire.WireSession;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// A session in the target database with its wire.
final class ConnectedTargetSession implements TargetSession {

    private final ConnectedCopy copy;
    private final WireSession wired;
    private final Connection session;
    private final LedgeredSession units;

    ConnectedTargetSession(ConnectedCopy copy, WireSession wired) {
        this.copy = copy;
        this.wired = wired;
        this.session = wired.jdbc();
        this.units = new LedgeredSession(wired, copy.term(), this::usersPaths);
    }

    private List<SearchPath> usersPaths() throws SQLException {
        try (var source = copy.openSource("search paths")) {
            return UsersSearchPaths.of(source, session);
        }
    }

    @Override
    public TargetUnits units() {
        return units;
    }

    @Override
    public int major() throws SQLException {
        return session.getMetaData().getDatabaseMajorVersion();
    }

    @Override
    public Set<TableName> absent(List<TableName> relations) throws SQLException {
        return AbsentRelations.among(relations, session);
    }

    @Override
    public List<OwnerRole> ownerRoles(Collection<String> names) throws SQLException {
        return OwnerRole.find(session, names);
    }

    @Override
    public List<EarlyForeignKey> earlyForeignKeys() throws SQLException {
        return EarlyForeignKey.read(session);
    }

    @Override
    public List<EarlyForeignKey> postpone(List<EarlyForeignKey> circular) throws SQLException {
        var kept = PostponedKeys.read(session);
        if (!kept.isEmpty() || circular.isEmpty()) {
            return kept;
        }
        units.once("foreign keys off", () -> {
            PostponedKeys.postpone(session, circular);
            return List.of();
        });
        return PostponedKeys.read(session);
    }

    @Override
    public RowDigest digest(ColumnTypes types, SourceSnapshot snapshot) throws SQLException {
        return RowDigest.between(types, snapshot.session(), session);
    }

    @Override
    public TableDivision decideDivision(DecidedDivision.Draw draw) throws SQLException {
        return DecidedDivision.decideOnce(session, copy.term(), draw);
    }

    @Override
    public boolean hasLostRows() throws SQLException {
        return CrashTrace.isLost(session);
    }

    @Override
    public Map<TaskNode, List<DoneUnit>> proven(List<TaskNode> plan, List<TaskNode> done) throws SQLException {
        return ProvenUnits.read(session, plan, done);
    }

    @Override
    public void setSequences(SourceSnapshot snapshot, List<TableName> sequences) {
        SequencePositions.setOnce(units, snapshot.session(), sequences);
    }

    @Override
    public List<Difference> compareSequences(List<TableName> sequences) throws SQLException {
        ReadableRelations.allowTablesOnly(session);
        var differences = SequencePositions.compareCopied(session, sequences);
        ReadableRelations.allowAll(session);
        return differences;
    }

    @Override
    public List<Difference> compareLargeObjects(SourceSnapshot snapshot) throws SQLException, InterruptedException {
        return LargeObjectComparison.compare(snapshot.session(), session);
    }

    @Override
    public List<Finding> copyLargeObjectRights(SourceSnapshot snapshot, List<Long> largeObjects) throws SQLException {
        return LargeObjectRightsCopy.copy(
                largeObjects,
                snapshot.session(),
                units,
                copy.request().options().rights());
    }

    @Override
    public List<Finding> compareRights(
            SourceSnapshot snapshot, List<Long> largeObjects, Predicate<String> isOwnerTold, ToldStatements told)
            throws SQLException, InterruptedException {
        return new ComparedRights(copy.request().options().rights(), snapshot.session(), session, told)
                .inDatabase(isOwnerTold, largeObjects);
    }

    @Override
    public void compareSchemas(
            DumpedSchema source, List<TocEntry> moved, SchemaPieces pieces, DeferredChecks deferred, int sourceMajor)
            throws SQLException, InterruptedException {
        new TargetSchema(copy.request(), copy.tools(), copy.connector(), copy.log())
                .compareMoved(
                        source,
                        moved,
                        pieces,
                        deferred,
                        sourceMajor,
                        session,
                        () -> copy.database().scratch(session));
    }

    @Override
    public void close() throws SQLException {
        wired.close();
    }
}
