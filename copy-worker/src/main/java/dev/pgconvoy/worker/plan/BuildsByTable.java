package dev.pgconvoy.worker.plan;

import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.worker.schema.TocEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Indexes, constraints and extended statistics by their tables, in the archive's order.
final class BuildsByTable {

    private static final String PARENTS = "parents";
    private static final String ATTACHMENTS = "attachments";

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
    Map<String, List<TocEntry>> rest() {
        var rest = new LinkedHashMap<String, List<TocEntry>>();
        var parents = byTable.values().stream().flatMap(List::stream).toList();
        if (!parents.isEmpty()) {
            rest.put(PARENTS, parents);
        }
        if (!attachments.isEmpty()) {
            rest.put(ATTACHMENTS, attachments);
        }
        return rest;
    }
}
