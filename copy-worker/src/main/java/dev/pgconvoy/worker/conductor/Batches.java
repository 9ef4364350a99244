package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.copy.Work.TableCopy;
import java.util.ArrayList;
import java.util.List;

/// Groups small tables so that one transaction serves many: every table in exactly one group.
///
/// @param mostTables per group
/// @param mostBytes per group of more than one table
/// @param jobs how many groups can run at once; the work is cut fine enough for all of them
record Batches(int mostTables, long mostBytes, int jobs) {

    private static final int GROUPS_PER_JOB = 4;
    private static final long SMALLEST_GROUP = 1024 * 1024;
    private static final long COST_OF_A_TABLE = 8 * 1024;

    List<List<TableCopy>> of(List<TableCopy> tables) {
        var total = tables.stream().mapToLong(Batches::cost).sum();
        var share = Math.clamp(total / ((long) jobs * GROUPS_PER_JOB), SMALLEST_GROUP, mostBytes);
        var groups = new ArrayList<List<TableCopy>>();
        var open = new ArrayList<TableCopy>();
        var bytes = 0L;
        for (var table : tables) {
            if (!open.isEmpty() && (bytes + cost(table) > share || open.size() == mostTables)) {
                groups.add(List.copyOf(open));
                open.clear();
                bytes = 0;
            }
            open.add(table);
            bytes += cost(table);
        }
        if (!open.isEmpty()) {
            groups.add(List.copyOf(open));
        }
        return groups;
    }

    private static long cost(TableCopy table) {
        return table.estimatedBytes() + COST_OF_A_TABLE;
    }
}
