package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.copy.TaskResult.UnitResult;
import dev.pgconvoy.copy.Work;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.migration.Report.DatabaseReport;
import dev.pgconvoy.migration.Report.Difference;
import dev.pgconvoy.migration.Report.PhaseTime;
import dev.pgconvoy.migration.Report.TableReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What was done to one database, for the report.
final class DatabaseLog {

    private static final Comparator<TableReport> LARGEST_FIRST =
            Comparator.comparingLong(TableReport::bytes).reversed().thenComparing(TableReport::table);

    private final String database;
    private final List<PhaseTime> phases = new ArrayList<>();
    private final Map<String, TableTotals> copied = new LinkedHashMap<>();
    private final Map<String, TableTotals> trees = new LinkedHashMap<>();
    private final Map<String, String> treeOf = new LinkedHashMap<>();
    private final List<Difference> differences = new ArrayList<>();
    private final List<Finding> notes = new ArrayList<>();
    private boolean begunAnew;

    DatabaseLog(String database) {
        this.database = database;
    }

    String database() {
        return database;
    }

    void phase(String name, long beganNanos) {
        phases.add(new PhaseTime(name, Duration.ofNanos(System.nanoTime() - beganNanos)));
    }

    void note(List<Finding> findings) {
        notes.addAll(findings);
    }

    void difference(Difference difference) {
        differences.add(difference);
    }

    void done(TaskNode node, List<UnitResult> units) {
        units.forEach(unit -> notes.addAll(unit.notes()));
        var byName = units.stream().collect(Collectors.toMap(UnitResult::unit, Function.identity()));
        switch (node.work()) {
            case Work.CopyTables(var tables, var _) ->
                tables.forEach(table -> Optional.ofNullable(byName.get(table.unit()))
                        .ifPresent(unit -> {
                            totals(copied, table.table().toString()).copied(unit);
                            if (!table.into().equals(table.table())) {
                                treeOf.put(
                                        table.table().toString(), table.into().toString());
                            }
                        }));
            case Work.VerifyTables(var checks, var _) ->
                checks.forEach(check -> Optional.ofNullable(byName.get(check.unit()))
                        .ifPresent(unit -> totals(
                                        check.tree() ? trees : copied,
                                        check.table().toString())
                                .checked(check, unit)));
            case Work.RunStatements _, Work.CopyLargeObjects _ -> {}
        }
    }

    private static TableTotals totals(Map<String, TableTotals> tables, String name) {
        return tables.computeIfAbsent(name, TableTotals::new);
    }

    /// @param why empty when it did not
    void begunAnew(List<Finding> why) {
        begunAnew |= !why.isEmpty();
        notes.addAll(why);
    }

    DatabaseOutcome outcome() {
        return new DatabaseOutcome(report(), notes(), begunAnew);
    }

    List<Finding> notes() {
        return List.copyOf(notes);
    }

    DatabaseReport report() {
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
                tables.stream().limit(DatabaseReport.MOST_TABLES).toList(),
                Stream.concat(
                                differences.stream(),
                                Stream.of(copied, trees)
                                        .flatMap(totals -> totals.values().stream())
                                        .flatMap(totals -> totals.difference().stream()))
                        .toList());
    }

    private boolean isVerified(String table) {
        var totals = Optional.ofNullable(treeOf.get(table)).map(trees::get).orElseGet(() -> copied.get(table));
        return totals.isChecked();
    }
}
