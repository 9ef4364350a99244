package dev.pgconvoy.worker.plan;

import dev.pgconvoy.worker.catalog.CatalogTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Groups small tables so that one transaction serves many: every table in exactly one group.
///
/// @param mostTables per group
/// @param mostBytes per group of more than one table
/// @param jobs how many groups can run at once; the work is cut fine enough for all of them
/// @param databases how many are worked on at once: each is cut less fine, because others
/// keep the jobs busy, and each
///     task in another database costs sessions of its own
public record TableBatches(int mostTables, long mostBytes, int jobs, int databases) {

    private static final int GROUPS_PER_JOB = 4;
    private static final long SMALLEST_GROUP = 1024 * 1024;
    private static final long COST_OF_A_TABLE = 8 * 1024;
    private static final int MOST_COLUMNS = 4_000;

    /// @param tables largest first
    List<List<CatalogTable>> of(List<CatalogTable> tables) {
        var total = tables.stream().mapToLong(TableBatches::cost).sum();
        var share = Math.clamp(
                total / ((long) jobs * GROUPS_PER_JOB), Math.min(SMALLEST_GROUP * databases, mostBytes), mostBytes);
        var groups = new ArrayList<List<CatalogTable>>();
        var open = new ArrayList<CatalogTable>();
        var bytes = 0L;
        var columns = 0;
        for (var table : tables) {
            columns += table.columns().size();
            if (!open.isEmpty()
                    && (bytes + cost(table) > share || open.size() == mostTables || columns > MOST_COLUMNS)) {
                groups.add(List.copyOf(open));
                open.clear();
                bytes = 0;
                columns = table.columns().size();
            }
            open.add(table);
            bytes += cost(table);
        }
        if (!open.isEmpty()) {
            groups.add(List.copyOf(open));
        }
        return groups;
    }

    /// The tables whose indexes are worth tasks of their own, by quoted name, with the pages of their heaps.
    public Map<String, Long> largePages(List<CatalogTable> tables) {
        return tables.stream()
                .filter(table -> table.bytes() >= mostBytes / 4)
                .collect(Collectors.toMap(table -> table.name().quoted(), CatalogTable::pages));
    }

    private static long cost(CatalogTable table) {
        return table.bytes() + COST_OF_A_TABLE;
    }
}
