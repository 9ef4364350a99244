package dev.pgconvoy.worker.schema;

import dev.pgconvoy.postgres.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which table is a partition of which, as the archive attaches them.
final class PartitionTree {

    private final Map<TableName, TableName> parents = new HashMap<>();

    private PartitionTree() {}

    static PartitionTree of(List<TocEntry> entries) {
        var tables = new HashMap<Integer, TableName>();
        entries.stream().filter(TocEntry::isRelation).forEach(entry -> tables.put(entry.dumpId(), entry.relation()));
        var tree = new PartitionTree();
        entries.stream()
                .filter(entry -> entry.kind().equals("TABLE ATTACH"))
                .forEach(entry -> tree.attach(entry, tables));
        return tree;
    }

    private void attach(TocEntry entry, Map<Integer, TableName> tables) {
        var partition = entry.relation();
        entry.dependencies().stream()
                .map(tables::get)
                .filter(table -> table != null && !table.equals(partition))
                .findFirst()
                .ifPresent(parent -> parents.put(partition, parent));
    }

    /// The table, its parent, and so on up to the root.
    List<TableName> lineage(TableName table) {
        var lineage = new ArrayList<>(List.of(table));
        for (var next = parents.get(table); next != null && !lineage.contains(next); next = parents.get(next)) {
            lineage.add(next);
        }
        return lineage;
    }
}
