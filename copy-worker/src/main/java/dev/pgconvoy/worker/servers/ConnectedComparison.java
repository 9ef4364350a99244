package dev.pgconvoy.worker.servers;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.Report.Difference;
import dev.pgconvoy.postgres.PgTools;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.secret.ServerSide;
import dev.pgconvoy.worker.catalog.AbsentRelations;
import dev.pgconvoy.worker.catalog.CatalogContents;
import dev.pgconvoy.worker.catalog.CatalogReader;
import dev.pgconvoy.worker.catalog.RowDigest;
import dev.pgconvoy.worker.catalog.SplitKeyReader;
import dev.pgconvoy.worker.catalog.SplitKeys;
import dev.pgconvoy.worker.conductor.ComparedDatabase;
import dev.pgconvoy.worker.lead.SessionName;
import dev.pgconvoy.worker.report.DatabaseLog;
import dev.pgconvoy.worker.rights.ComparedRights;
import dev.pgconvoy.worker.schema.DumpedSchema;
import dev.pgconvoy.worker.schema.SchemaArchive;
import dev.pgconvoy.worker.schema.TocEntry;
import dev.pgconvoy.worker.schema.ToldStatements;
import dev.pgconvoy.worker.snapshot.SourceSnapshot;
import dev.pgconvoy.worker.target.ScratchDatabase;
import dev.pgconvoy.worker.verify.LargeObjectComparison;
import dev.pgconvoy.worker.verify.RowsLeftBehind;
import dev.pgconvoy.worker.verify.SequencePositions;
import dev.pgconvoy.worker.verify.TargetSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// One database on both servers, while it is compared. Definitions in other words are loaded into an empty database of
/// its own on the target, which it drops.
record ConnectedComparison(
        ServerConnector connector,
        Supplier<PgTools> findPgTools,
        MigrationRequest request,
        String database,
        DatabaseLog log)
        implements ComparedDatabase {

    private Connection open(ServerSide side) {
        return connector.open(side, request.server(side), database, request.id(), "comparison");
    }

    private Connection openMaintenance() {
        var target = request.target();
        return connector.open(ServerSide.TARGET, target, target.maintenanceDatabase(), request.id(), "comparison");
    }

    @Override
    public SourceSnapshot takeSnapshot(ServerSide side) throws SQLException {
        return SourceSnapshot.take(open(side));
    }

    @Override
    public CatalogContents catalog(SourceSnapshot snapshot) throws SQLException {
        return new CatalogReader(snapshot.session()).read();
    }

    @Override
    public Set<TableName> unreadable(SourceSnapshot snapshot) throws SQLException {
        return new CatalogReader(snapshot.session()).unreadable();
    }

    @Override
    public DumpedSchema dump(SourceSnapshot source) throws InterruptedException {
        return SchemaArchive.dump(
                findPgTools.get(),
                connector,
                ServerSide.SOURCE,
                request.source(),
                database,
                request.id(),
                Optional.of(source.name()));
    }

    @Override
    public Set<TableName> absent(SourceSnapshot snapshot, List<TableName> relations) throws SQLException {
        return AbsentRelations.among(relations, snapshot.session());
    }

    @Override
    public void hold(ServerSide side, SourceSnapshot snapshot, List<TableName> tables)
            throws SQLException, InterruptedException {
        snapshot.hold(tables, () -> open(side));
    }

    @Override
    public RowDigest digest(CatalogContents catalog, SourceSnapshot source, SourceSnapshot target) throws SQLException {
        return RowDigest.between(catalog.types(), source.session(), target.session());
    }

    @Override
    public SplitKeys<SQLException> splitKeys(SourceSnapshot source) {
        return new SplitKeyReader(source.session());
    }

    @Override
    public List<Difference> compareSequences(SourceSnapshot source, SourceSnapshot target, List<TableName> sequences)
            throws SQLException {
        return SequencePositions.compare(
                SequencePositions.readInSnapshot(source.session(), sequences),
                SequencePositions.readInSnapshot(target.session(), sequences));
    }

    @Override
    public List<Difference> compareLargeObjects(SourceSnapshot source, SourceSnapshot target)
            throws SQLException, InterruptedException {
        return LargeObjectComparison.compare(source.session(), target.session());
    }

    @Override
    public List<Finding> compareRights(SourceSnapshot source, SourceSnapshot target)
            throws SQLException, InterruptedException {
        return new ComparedRights(request.options().rights(), source.session(), target.session(), new ToldStatements())
                .inDatabase(_ -> false, List.of());
    }

    @Override
    public List<Finding> leftBehind() throws SQLException {
        try (var beside = open(ServerSide.SOURCE)) {
            return RowsLeftBehind.find(beside, request.options().filters());
        }
    }

    @Override
    public Optional<List<TocEntry>> schemaOfTarget(SourceSnapshot target) throws SQLException, InterruptedException {
        return schema().read(target.session(), Optional.of(target.name()));
    }

    private TargetSchema schema() {
        return new TargetSchema(request, findPgTools.get(), connector, log);
    }

    @Override
    public void compareSchemas(
            DumpedSchema source, List<TocEntry> expected, List<TocEntry> found, int sourceMajor, SourceSnapshot target)
            throws SQLException, InterruptedException {
        try (var maintenance = openMaintenance()) {
            schema().compare(
                            source,
                            expected,
                            found,
                            sourceMajor,
                            target.session(),
                            () -> scratch(target.session(), maintenance));
        }
    }

    /// What an earlier try of this comparison has left is dropped first.
    private ScratchDatabase scratch(Connection like, Connection maintenance) throws SQLException {
        return ScratchDatabase.create(
                connector,
                request.target(),
                request.id(),
                "comparison",
                "pgconvoy_comparing_%s_%s".formatted(SessionName.key(request.id()), SessionName.key(database)),
                like,
                sql -> {
                    try (var statement = maintenance.createStatement()) {
                        statement.execute(sql);
                    }
                });
    }
}
