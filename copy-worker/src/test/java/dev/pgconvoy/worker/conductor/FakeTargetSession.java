package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.event.TaskResult.UnitResult;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.fixture.Fixtures;
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
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// A session in the target database of [RecordedServers].
final class FakeTargetSession implements TargetSession {

    private final RecordedServers servers;
    final FakeUnits units = new FakeUnits();
    List<OwnerRole> owners = List.of();
    List<Difference> sequenceDifferences = List.of();
    boolean lostRows;
    boolean closed;

    FakeTargetSession(RecordedServers servers) {
        this.servers = servers;
    }

    @Override
    public FakeUnits units() {
        return units;
    }

    @Override
    public int major() {
        return 17;
    }

    @Override
    public Set<TableName> absent(List<TableName> relations) {
        return Set.of();
    }

    @Override
    public List<OwnerRole> ownerRoles(Collection<String> names) {
        return owners.stream().filter(owner -> names.contains(owner.name())).toList();
    }

    @Override
    public List<EarlyForeignKey> earlyForeignKeys() {
        return List.of();
    }

    @Override
    public List<EarlyForeignKey> postpone(List<EarlyForeignKey> circular) {
        return circular;
    }

    @Override
    public RowDigest digest(ColumnTypes types, SourceSnapshot snapshot) {
        return new RowDigest(types, 13, true);
    }

    @Override
    public TableDivision decideDivision(DecidedDivision.Draw draw) throws SQLException {
        return draw.division();
    }

    @Override
    public boolean hasLostRows() {
        return lostRows;
    }

    @Override
    public Map<TaskNode, List<DoneUnit>> proven(List<TaskNode> plan, List<TaskNode> done) throws SQLException {
        servers.step("proven %d".formatted(done.size()));
        var proven = new LinkedHashMap<TaskNode, List<DoneUnit>>();
        done.forEach(node -> proven.put(
                node,
                node.work().units().stream()
                        .map(unit -> new DoneUnit(new UnitResult(unit, 1, 1, 1, 1, "", "", List.of()), Fixtures.NOON))
                        .toList()));
        return proven;
    }

    @Override
    public void setSequences(SourceSnapshot snapshot, List<TableName> sequences) throws SQLException {
        servers.step("set sequences");
    }

    @Override
    public List<Difference> compareSequences(List<TableName> sequences) throws SQLException {
        servers.step("compare sequences");
        return sequenceDifferences;
    }

    @Override
    public List<Difference> compareLargeObjects(SourceSnapshot snapshot) throws SQLException {
        servers.step("compare large objects");
        return List.of();
    }

    @Override
    public List<Finding> copyLargeObjectRights(SourceSnapshot snapshot, List<Long> largeObjects) throws SQLException {
        servers.step("copy large object rights");
        return List.of();
    }

    @Override
    public List<Finding> compareRights(
            SourceSnapshot snapshot, List<Long> largeObjects, Predicate<String> isOwnerTold, ToldStatements told)
            throws SQLException {
        servers.step("compare rights");
        return List.of();
    }

    @Override
    public void compareSchemas(
            DumpedSchema source, List<TocEntry> moved, SchemaPieces pieces, DeferredChecks deferred, int sourceMajor)
            throws SQLException {
        servers.step("compare schemas");
    }

    @Override
    public void close() {
        closed = true;
    }
}
