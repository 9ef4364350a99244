package dev.pgconvoy.preflight.estimate;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/// What one database holds, as far as it moves.
///
/// @param others objects that are no tables
/// @param largeObjectBytes as the statistics have them
record DatabaseSize(String database, List<TableSize> tables, long others, long largeObjects, long largeObjectBytes) {

    DatabaseSize {
        tables = List.copyOf(tables);
    }

    long sum(ToLongFunction<TableSize> part) {
        return tables.stream().mapToLong(part).sum();
    }

    long rows() {
        return sum(TableSize::rows);
    }

    long rowBytes() {
        return sum(TableSize::rowBytes);
    }

    long indexBytes() {
        return sum(TableSize::indexBytes);
    }

    long bytes() {
        return rowBytes() + indexBytes() + largeObjectBytes;
    }

    /// One look into another table for each row and foreign key.
    long foreignKeyLooks() {
        return sum(table -> table.rows() * table.foreignKeys());
    }

    Optional<TableSize> largest() {
        return tables.stream().max(Comparator.comparingLong(TableSize::rowBytes));
    }
}
