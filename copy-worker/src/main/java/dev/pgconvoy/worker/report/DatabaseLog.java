package dev.pgconvoy.worker.report;

import dev.pgconvoy.copy.Work;
import dev.pgconvoy.event.TaskResult.UnitResult;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.migration.NotesByCode;
import dev.pgconvoy.migration.Report.DatabaseReport;
import dev.pgconvoy.migration.Report.Difference;
import dev.pgconvoy.migration.Report.PhaseTime;
import dev.pgconvoy.migration.Report.TableReport;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.worker.ledger.DoneUnit;
import dev.pgconvoy.worker.plan.TaskNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What was done to one database, for the report.
public final class DatabaseLog {

    private static final Comparator<TableReport> LARGEST_FIRST =
            Comparator.comparingLong(TableReport::bytes).reversed().thenComparing(TableReport::table);

    private final String database;
    private final List<PhaseTime> phases = new ArrayList<>();
    private final Map<TableName, TableTotals> copied = new LinkedHashMap<>();
    private final Map<TableName, TableTotals> trees = new LinkedHashMap<>();
    private final Map<TableName, TableName> treeOf = new LinkedHashMap<>();
    private final List<Difference> differences = new ArrayList<>();
    private final Set<String> differing = new HashSet<>();
    private final NotesByCode notes = new NotesByCode();
    private final Set<String> noted = new HashSet<>();
    private boolean begunAnew;

    public DatabaseLog(String database) {
        this.database = database;
    }

    public String database() {
        return database;
    }

    public void phase(String name, long beganNanos) {
        phases.add(new PhaseTime(name, Duration.ofNanos(System.nanoTime() - beganNanos)));
    }

    /// The report shows the first notes of a code; the worker's log and [#notedObjects] have all.
    /// Who reads the catalog notes what it finds while the schema is made.
    public synchronized void note(List<Finding> findings) {
        NoteLog.write(database, findings);
        notes.addAll(findings);
        findings.forEach(finding -> noted.add(finding.object()));
    }

    public void difference(Difference difference) {
        differences.add(difference);
        differing.add(difference.object());
    }

    /// A table that is to be proven, whether anything is ever said of it or not.
    ///
    /// @param into what its rows are compared in
    public void expected(TableName table, TableName into) {
        totals(copied, table);
        if (!into.equals(table)) {
            treeOf.put(table, into);
        }
    }

    public void done(TaskNode node, List<UnitResult> units) {
        units.forEach(unit -> note(unit.notes()));
        if (node.work() instanceof Work.VerifyTables(var checks, var _)) {
            var byName = units.stream().collect(Collectors.toMap(UnitResult::unit, Function.identity()));
            checks.forEach(check -> Optional.ofNullable(byName.get(check.unit()))
                    .ifPresent(unit ->
                            totals(check.tree() ? trees : copied, check.table()).checked(check, unit)));
        }
    }

    /// As the ledger has it, which also tells when rows were copied.
    public void proven(TaskNode node, List<DoneUnit> units) {
        done(node, units.stream().map(DoneUnit::result).toList());
        if (node.work() instanceof Work.CopyTables(var tables, var _)) {
            var byName = units.stream()
                    .collect(Collectors.toMap(unit -> unit.result().unit(), Function.identity()));
            tables.forEach(table -> Optional.ofNullable(byName.get(table.unit()))
                    .ifPresent(unit -> {
                        expected(table.table(), table.into());
                        totals(copied, table.table()).copied(unit);
                    }));
        }
    }

    private static TableTotals totals(Map<TableName, TableTotals> tables, TableName name) {
        return tables.computeIfAbsent(name, table -> new TableTotals(table.toString()));
    }

    /// @param why empty when it did not
    public void begunAnew(List<Finding> why) {
        begunAnew |= !why.isEmpty();
        note(why);
    }

    public DatabaseOutcome outcome() {
        return new DatabaseOutcome(report(), notes.shown(), notes.counts(), begunAnew);
    }

    public NotesByCode notes() {
        return notes;
    }

    /// Of all notes, also of those that the report does not show.
    public Set<String> notedObjects() {
        return Set.copyOf(noted);
    }

    public DatabaseReport report() {
        var tables = copied.entrySet().stream()
                .map(table -> table.getValue().report(isVerified(table.getKey())))
                .sorted(LARGEST_FIRST)
                .toList();
        return new DatabaseReport(
                database,
                tables.size(),
                tables.stream().mapToLong(TableReport::rows).sum(),
                tables.stream().mapToLong(TableReport::bytes).sum(),
                tables.stream().filter(TableReport::verified).count(),
                phases,
                tables,
                Stream.concat(
                                differences.stream(),
                                Stream.of(copied, trees)
                                        .flatMap(totals -> totals.values().stream())
                                        .flatMap(totals -> totals.difference().stream()))
                        .toList());
    }

    /// One whose rows are in a tree is as proven as the tree is.
    private boolean isVerified(TableName table) {
        var tree = treeOf.get(table);
        var proof = tree == null ? copied.get(table) : trees.get(tree);
        return proof != null && proof.isVerified() && !differs(table) && (tree == null || !differs(tree));
    }

    /// Rows name a table as we do, schemas as pg_dump does.
    private boolean differs(TableName table) {
        return differing.contains(table.toString())
                || differing.contains("table %s %s".formatted(table.schema(), table.name()));
    }
}
