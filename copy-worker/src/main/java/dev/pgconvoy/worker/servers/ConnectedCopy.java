package dev.pgconvoy.worker.servers;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.postgres.PgTools;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.secret.ServerSide;
import dev.pgconvoy.worker.catalog.CatalogReader;
import dev.pgconvoy.worker.catalog.CheckConstraint;
import dev.pgconvoy.worker.catalog.SplitKeyReader;
import dev.pgconvoy.worker.catalog.SplitKeys;
import dev.pgconvoy.worker.conductor.CopiedDatabase;
import dev.pgconvoy.worker.conductor.SourceCatalog;
import dev.pgconvoy.worker.conductor.TargetSession;
import dev.pgconvoy.worker.lead.LeadTerm;
import dev.pgconvoy.worker.lead.MigrationLead;
import dev.pgconvoy.worker.ledger.CopyOrigin;
import dev.pgconvoy.worker.ledger.Fence;
import dev.pgconvoy.worker.ledger.Ledger;
import dev.pgconvoy.worker.report.DatabaseLog;
import dev.pgconvoy.worker.roles.RoleMigration;
import dev.pgconvoy.worker.roles.SettingTrial;
import dev.pgconvoy.worker.schema.DumpedSchema;
import dev.pgconvoy.worker.schema.MappedTablespaces;
import dev.pgconvoy.worker.schema.SchemaArchive;
import dev.pgconvoy.worker.snapshot.SourceSnapshot;
import dev.pgconvoy.worker.snapshot.SourceWatch;
import dev.pgconvoy.worker.target.CrashTrace;
import dev.pgconvoy.worker.target.MigratedDatabase;
import dev.pgconvoy.worker.target.TargetDatabase;
import dev.pgconvoy.worker.verify.RowsLeftBehind;
import dev.pgconvoy.worker.verify.SourceWrites;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// One database on both servers, while it is copied.
record ConnectedCopy(
        ServerConnector connector,
        PgTools tools,
        MigrationRequest request,
        MigrationLead lead,
        TargetDatabase database,
        RoleMigration roles,
        DatabaseLog log)
        implements CopiedDatabase {

    /// Of relations, which were cut otherwise then.
    private static final List<String> UNITS_OF_EARLIER_VERSIONS =
            List.of("relations from 0", "second relations from 0");

    @Override
    public MigratedDatabase target() {
        return database;
    }

    @Override
    public SourceSnapshot takeSnapshot(List<String> names, String state) throws SQLException {
        return SourceSnapshot.takeOver(names, state, openSource("snapshot"));
    }

    LeadTerm term() {
        return lead.term();
    }

    Connection openSource(String purpose) {
        return connector.open(ServerSide.SOURCE, request.source(), database.name(), request.id(), purpose);
    }

    @Override
    public DumpedSchema dump(SourceSnapshot snapshot) throws InterruptedException {
        return SchemaArchive.dump(
                tools,
                connector,
                ServerSide.SOURCE,
                request.source(),
                database.name(),
                request.id(),
                Optional.of(snapshot.name()));
    }

    @Override
    public SourceCatalog readCatalog(SourceSnapshot snapshot) throws SQLException {
        var reader = new CatalogReader(snapshot.session());
        var unreadable = reader.unreadable();
        return new SourceCatalog(reader.read(), unreadable, reader.invalidIndexes());
    }

    @Override
    public List<CheckConstraint> readChecks(SourceSnapshot snapshot) throws SQLException {
        return new CatalogReader(snapshot.session()).checks();
    }

    @Override
    public SplitKeys<SQLException> splitKeys(SourceSnapshot snapshot) {
        return new SplitKeyReader(snapshot.session());
    }

    @Override
    public List<Finding> hold(SourceSnapshot snapshot, List<TableName> tables)
            throws SQLException, InterruptedException {
        snapshot.lock(tables);
        try (var outside = openSource("snapshot check")) {
            snapshot.requireSame(tables, outside);
            return RowsLeftBehind.find(outside, request.options().filters());
        }
    }

    @Override
    public void requireSameLabels(SourceSnapshot snapshot) throws SQLException {
        snapshot.requireSameLabels(() -> openSource("snapshot check"));
    }

    @Override
    public WriteWatch watchWrites(SourceSnapshot snapshot) throws SQLException {
        var writes = SourceWrites.since(snapshot.session());
        return () -> writes.tables(snapshot.session(), () -> openSource("snapshot check"));
    }

    @Override
    public RestartWatch watch(SourceSnapshot snapshot) throws SQLException {
        var watch = SourceWatch.start(snapshot, () -> openSource("watch"));
        return new RestartWatch() {
            @Override
            public void requireNotStartedAgain() {
                watch.requireNotStartedAgain("database \"%s\"".formatted(database.name()));
            }

            @Override
            public void close() {
                watch.close();
            }
        };
    }

    @Override
    public CopyOrigin origin(SourceSnapshot snapshot) throws SQLException {
        return CopyOrigin.of(snapshot.session(), request);
    }

    @Override
    public CopyFound look() throws SQLException {
        try (var session = database.open()) {
            return new CopyFound(
                    Fence.owner(session),
                    CrashTrace.isLost(session) && CrashTrace.isBeyondRefill(session),
                    !Ledger.read(session, UNITS_OF_EARLIER_VERSIONS).isEmpty());
        }
    }

    @Override
    public void beginAnew() throws SQLException {
        lead.beginAnew(database.name());
    }

    @Override
    public boolean isBegunAnew() throws SQLException {
        return lead.isBegunAnew(database.name());
    }

    @Override
    public void create(SourceSnapshot snapshot, CopyOrigin origin) throws SQLException {
        var tablespaces = new MappedTablespaces(request.options().copy().tablespaces());
        database.create(snapshot.session(), origin, snapshot.state(), tablespaces.ofDatabase(snapshot.session()));
    }

    @Override
    public TargetSession open() throws SQLException {
        return new ConnectedTargetSession(this, database.openWired());
    }

    @Override
    public Optional<Finding> objection(String sql) throws SQLException {
        return new SettingTrial(database::open).objection(sql);
    }

    @Override
    public List<Finding> takeRoleNotes() {
        return roles.takeNotes();
    }

    @Override
    public void joinRoles(List<String> names) throws SQLException {
        lead.unfenced(_ -> roles.join(names));
    }
}
