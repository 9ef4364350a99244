package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.migration.Report.Difference;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.secret.ServerSide;
import dev.pgconvoy.worker.catalog.CatalogContents;
import dev.pgconvoy.worker.catalog.CatalogTable;
import dev.pgconvoy.worker.catalog.ColumnTypes;
import dev.pgconvoy.worker.catalog.RowDigest;
import dev.pgconvoy.worker.catalog.SplitKeys;
import dev.pgconvoy.worker.schema.DumpedSchema;
import dev.pgconvoy.worker.schema.TocEntry;
import dev.pgconvoy.worker.schema.TocEntry.Section;
import dev.pgconvoy.worker.snapshot.FakeSnapshot;
import dev.pgconvoy.worker.snapshot.SourceSnapshot;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The database `shop` on two servers that are to be compared.
final class FakeComparison implements ComparedDatabase {

    private final RecordedServers servers;
    final Map<ServerSide, FakeSnapshot> taken = new EnumMap<>(ServerSide.class);
    final Map<ServerSide, List<TableName>> tables = new EnumMap<>(ServerSide.class);
    final Map<ServerSide, Set<TableName>> unreadable = new EnumMap<>(ServerSide.class);
    final List<TableName> sequencesCompared = new ArrayList<>();
    List<Difference> largeObjects = List.of();
    Optional<List<TocEntry>> targetSchema = Optional.of(List.of());
    private final FakeCopy copy;

    FakeComparison(RecordedServers servers) {
        this.servers = servers;
        this.copy = new FakeCopy(servers);
        tables.put(ServerSide.SOURCE, List.of(FakeCopy.ORDERS, FakeCopy.ITEMS));
        tables.put(ServerSide.TARGET, List.of(FakeCopy.ORDERS, FakeCopy.ITEMS));
    }

    private ServerSide side(SourceSnapshot snapshot) {
        return taken.entrySet().stream()
                .filter(one -> one.getValue().snapshot == snapshot)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public SourceSnapshot takeSnapshot(ServerSide side) throws SQLException {
        servers.step("snapshot of " + side);
        var snapshot = new FakeSnapshot();
        taken.put(side, snapshot);
        return snapshot.snapshot;
    }

    @Override
    public CatalogContents catalog(SourceSnapshot snapshot) throws SQLException {
        var side = side(snapshot);
        servers.step("catalog of " + side);
        return new CatalogContents(
                side == ServerSide.SOURCE ? 13 : 17,
                tables.getOrDefault(side, List.of()).stream()
                        .map(name -> new CatalogTable(
                                name, name, List.of(new CatalogTable.Column("id", 20)), true, "", 8_192, 1, false))
                        .toList(),
                ColumnTypes.none(),
                side == ServerSide.SOURCE
                        ? List.of(new TableName("public", "one"), new TableName("public", "two"))
                        : List.of(new TableName("public", "two")),
                List.of(),
                List.of());
    }

    @Override
    public Set<TableName> unreadable(SourceSnapshot snapshot) {
        return unreadable.getOrDefault(side(snapshot), Set.of());
    }

    @Override
    public DumpedSchema dump(SourceSnapshot source) {
        return new FakeDump(List.of(
                FakeDump.entry(1, "TABLE", "orders", Section.PRE_DATA),
                FakeDump.entry(2, "TABLE", "items", Section.PRE_DATA)));
    }

    @Override
    public Set<TableName> absent(SourceSnapshot snapshot, List<TableName> relations) {
        return Set.of();
    }

    @Override
    public void hold(ServerSide side, SourceSnapshot snapshot, List<TableName> held) throws SQLException {
        servers.step("hold %s %s".formatted(side, held));
    }

    @Override
    public RowDigest digest(CatalogContents catalog, SourceSnapshot source, SourceSnapshot target) {
        return new RowDigest(catalog.types(), 13, true);
    }

    @Override
    public SplitKeys<SQLException> splitKeys(SourceSnapshot source) {
        return copy.splitKeys(source);
    }

    @Override
    public List<Difference> compareSequences(SourceSnapshot source, SourceSnapshot target, List<TableName> sequences) {
        sequencesCompared.addAll(sequences);
        return List.of();
    }

    @Override
    public List<Difference> compareLargeObjects(SourceSnapshot source, SourceSnapshot target) throws SQLException {
        servers.step("compare large objects");
        return largeObjects;
    }

    @Override
    public List<Finding> compareRights(SourceSnapshot source, SourceSnapshot target) throws SQLException {
        servers.step("compare rights");
        return List.of();
    }

    @Override
    public List<Finding> leftBehind() {
        return List.of();
    }

    @Override
    public Optional<List<TocEntry>> schemaOfTarget(SourceSnapshot target) {
        return targetSchema;
    }

    @Override
    public void compareSchemas(
            DumpedSchema source, List<TocEntry> expected, List<TocEntry> found, int sourceMajor, SourceSnapshot target)
            throws SQLException {
        servers.step("compare schemas of " + sourceMajor);
    }
}
