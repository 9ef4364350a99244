package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.copy.TaskResult.UnitResult;
import dev.pgconvoy.copy.Work;
import dev.pgconvoy.copy.Work.TableCopy;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.migration.Report.DatabaseReport;
import dev.pgconvoy.migration.Report.Difference;
import dev.pgconvoy.migration.Report.PhaseTime;
import dev.pgconvoy.migration.Report.TableReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What was done to one database, for the report.
final class DatabaseLog {

    private final String database;
    private final List<PhaseTime> phases = new ArrayList<>();
    private final Map<String, UnitResult> copied = new HashMap<>();
    private final Map<String, String> tableOfUnit = new HashMap<>();
    private final Set<String> verified = new HashSet<>();
    private final List<Difference> differences = new ArrayList<>();
    private final List<Finding> notes = new ArrayList<>();
    private boolean begunAnew;

    DatabaseLog(String database) {
        this.database = database;
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
        switch (node.work()) {
            case Work.CopyTables(var tables) -> {
                tables.forEach(
                        table -> tableOfUnit.put(table.unit(), table.table().toString()));
                units.forEach(unit -> copied.put(unit.unit(), unit));
            }
            case Work.VerifyTables(var tables, var _) -> tables.forEach(table -> compare(table, units));
            case Work.RunStatements _, Work.CopyLargeObjects _ -> {}
        }
    }

    private void compare(TableCopy table, List<UnitResult> units) {
        var name = table.table().toString();
        units.stream()
                .filter(unit -> unit.unit().equals("verify " + table.table().quoted()))
                .findFirst()
                .ifPresent(unit -> {
                    verified.add(name);
                    if (unit.rows() != unit.targetRows()) {
                        differences.add(new Difference(
                                name, "rows", Long.toString(unit.rows()), Long.toString(unit.targetRows())));
                    } else if (!unit.sourceChecksum().equals(unit.targetChecksum())) {
                        differences.add(new Difference(name, "checksum", unit.sourceChecksum(), unit.targetChecksum()));
                    }
                });
    }

    void begunAnew(Finding why) {
        begunAnew = true;
        notes.add(why);
    }

    boolean wasBegunAnew() {
        return begunAnew;
    }

    List<Finding> notes() {
        return List.copyOf(notes);
    }

    DatabaseReport report() {
        var tables = copied.values().stream()
                .sorted(Comparator.comparingLong(UnitResult::bytes).reversed().thenComparing(UnitResult::unit))
                .limit(DatabaseReport.MOST_TABLES)
                .map(this::tableReport)
                .toList();
        return new DatabaseReport(
                database,
                copied.size(),
                copied.values().stream().mapToLong(UnitResult::rows).sum(),
                copied.values().stream().mapToLong(UnitResult::bytes).sum(),
                verified.size(),
                phases,
                tables,
                differences);
    }

    private TableReport tableReport(UnitResult unit) {
        var table = tableOfUnit.getOrDefault(unit.unit(), unit.unit());
        return new TableReport(
                table, unit.rows(), unit.bytes(), Duration.ofMillis(unit.millis()), verified.contains(table));
    }
}
