package dev.pgconvoy.worker.catalog;

import dev.pgconvoy.postgres.TableName;
import java.util.List;

/// A table whose rows are to be copied.
///
/// @param into takes the rows on the target: the table, or the partitioned one that sorts them anew
/// @param columns without generated ones
/// @param condition which rows are to be copied; empty for all
/// @param bytes heap and TOAST
/// @param pages of the heap
/// @param unlogged whether a crash of the server empties it
public record CatalogTable(
        TableName name,
        TableName into,
        List<Column> columns,
        boolean binary,
        String condition,
        long bytes,
        long pages,
        boolean unlogged) {

    public CatalogTable {
        columns = List.copyOf(columns);
    }

    /// @param type its OID
    public record Column(String name, long type) {}

    /// Whether its rows are its own on the target, too.
    public boolean isStable() {
        return into.equals(name);
    }

    public List<String> columnNames() {
        return columns.stream().map(Column::name).toList();
    }
}
