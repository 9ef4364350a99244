package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.worker.catalog.CatalogContents;
import dev.pgconvoy.worker.catalog.CatalogTable;
import dev.pgconvoy.worker.catalog.CheckConstraint;
import dev.pgconvoy.worker.catalog.ColumnTypes;
import dev.pgconvoy.worker.catalog.SplitKeys;
import dev.pgconvoy.worker.ledger.CopyOrigin;
import dev.pgconvoy.worker.schema.TocEntry;
import dev.pgconvoy.worker.schema.TocEntry.Section;
import dev.pgconvoy.worker.snapshot.FakeSnapshot;
import dev.pgconvoy.worker.snapshot.SourceSnapshot;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The database `shop` on both sides: two tables, an index, a materialized view.
final class FakeCopy implements CopiedDatabase {

    static final CopyOrigin ORIGIN = new CopyOrigin("here", "all");
    static final TableName ORDERS = new TableName("public", "orders");
    static final TableName ITEMS = new TableName("public", "items");

    private final RecordedServers servers;
    final FakeDatabase database;
    final FakeTargetSession session;
    final List<FakeSnapshot> taken = new ArrayList<>();
    final List<List<String>> offered = new ArrayList<>();
    final List<String> joined = new ArrayList<>();
    final List<FakeDump> dumps = new ArrayList<>();
    final Map<String, Finding> objections = new HashMap<>();
    List<TocEntry> entries = List.of(
            FakeDump.entry(1, "TABLE", "orders", "public", "clerk", Section.PRE_DATA),
            FakeDump.entry(2, "TABLE", "items", Section.PRE_DATA),
            FakeDump.entry(3, "INDEX", "orders_by_day", Section.POST_DATA, 1));
    SourceCatalog catalog = new SourceCatalog(
            new CatalogContents(
                    13,
                    List.of(table(ORDERS, false), table(ITEMS, true)),
                    ColumnTypes.none(),
                    List.of(new TableName("public", "orders_id_seq")),
                    List.of(new TableName("public", "totals")),
                    List.of()),
            Set.of(),
            List.of());
    List<CheckConstraint> checks = List.of();
    List<Finding> roleNotes = List.of();
    List<TableName> written = List.of();
    CopyFound found = new CopyFound(Optional.empty(), false, false);

    FakeCopy(RecordedServers servers) {
        this.servers = servers;
        this.database = servers.database("shop");
        this.session = new FakeTargetSession(servers);
    }

    private static CatalogTable table(TableName name, boolean unlogged) {
        return new CatalogTable(name, name, List.of(new CatalogTable.Column("id", 20)), true, "", 8_192, 1, unlogged);
    }

    @Override
    public FakeDatabase target() {
        return database;
    }

    @Override
    public SourceSnapshot takeSnapshot(List<String> names, String state) throws SQLException {
        servers.step("take snapshot");
        offered.add(names);
        taken.add(new FakeSnapshot());
        return taken.getLast().snapshot;
    }

    @Override
    public FakeDump dump(SourceSnapshot snapshot) {
        var dump = new FakeDump(entries);
        dumps.add(dump);
        return dump;
    }

    @Override
    public SourceCatalog readCatalog(SourceSnapshot snapshot) {
        return catalog;
    }

    @Override
    public List<CheckConstraint> readChecks(SourceSnapshot snapshot) {
        return checks;
    }

    @Override
    public SplitKeys<SQLException> splitKeys(SourceSnapshot snapshot) {
        return new SplitKeys<>() {
            @Override
            public Set<TableName> unplannable(List<TableName> tables) {
                return Set.of();
            }

            @Override
            public Optional<SplitKey> of(TableName table) {
                return Optional.empty();
            }

            @Override
            public List<String> bounds(TableName table, SplitKey key, int parts) {
                return List.of();
            }
        };
    }

    @Override
    public List<Finding> hold(SourceSnapshot snapshot, List<TableName> tables) throws SQLException {
        servers.step("hold " + tables);
        return List.of();
    }

    @Override
    public void requireSameLabels(SourceSnapshot snapshot) throws SQLException {
        servers.step("same labels");
    }

    @Override
    public WriteWatch watchWrites(SourceSnapshot snapshot) {
        return () -> written;
    }

    @Override
    public RestartWatch watch(SourceSnapshot snapshot) throws SQLException {
        servers.step("watch");
        return new RestartWatch() {
            @Override
            public void requireNotStartedAgain() {
                try {
                    servers.step("started again?");
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            }

            @Override
            public void close() {
                servers.steps.add("watch ends");
            }
        };
    }

    @Override
    public CopyOrigin origin(SourceSnapshot snapshot) {
        return ORIGIN;
    }

    @Override
    public CopyFound look() {
        return found;
    }

    @Override
    public void beginAnew() throws SQLException {
        servers.step("begin anew");
        servers.begunAnew.add("shop");
    }

    @Override
    public boolean isBegunAnew() {
        return servers.begunAnew.contains("shop");
    }

    @Override
    public void create(SourceSnapshot snapshot, CopyOrigin origin) throws SQLException {
        servers.step("create");
    }

    @Override
    public TargetSession open() throws SQLException {
        servers.step("open");
        return session;
    }

    @Override
    public Optional<Finding> objection(String sql) {
        return Optional.ofNullable(objections.get(sql));
    }

    @Override
    public List<Finding> takeRoleNotes() {
        return roleNotes;
    }

    @Override
    public void joinRoles(List<String> names) {
        joined.addAll(names);
    }
}
