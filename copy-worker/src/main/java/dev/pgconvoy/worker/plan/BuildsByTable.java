package dev.pgconvoy.worker.plan;

import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.worker.schema.TocEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Indexes, constraints and extended statistics by their tables, in the archive's order.
final class BuildsByTable {

    private final Map<String, List<TocEntry>> byTable = new LinkedHashMap<>();
    private final List<TocEntry> attachments = new ArrayList<>();

    private BuildsByTable() {}

    static BuildsByTable of(List<TocEntry> entries, TaskPlan plan) {
        var builds = new BuildsByTable();
        for (var entry : entries) {
            if (entry.kind().equals("INDEX ATTACH")) {
                builds.attachments.add(entry);
            } else {
                var table = plan.tableOf(entry).map(TableName::quoted).orElse("");
                builds.byTable.computeIfAbsent(table, _ -> new ArrayList<>()).add(entry);
            }
        }
        return builds;
    }

    List<TocEntry> takeOf(TableName table) {
        var entries = byTable.remove(table.quoted());
        return entries == null ? List.of() : entries;
    }

    /// What no copy task takes: indexes of partitioned parents hold no rows; attachments come when both sides are
    /// there.
    List<List<TocEntry>> rest() {
        var parents = byTable.values().stream().flatMap(List::stream).toList();
        return Stream.of(parents, attachments)
                .filter(entries -> !entries.isEmpty())
                .toList();
    }
}
