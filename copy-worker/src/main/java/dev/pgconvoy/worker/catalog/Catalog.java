package dev.pgconvoy.worker.catalog;

import dev.pgconvoy.postgres.TableName;
import java.util.List;

/// What there is to move besides the schema.
///
/// @param major version of the server
/// @param tables largest first
/// @param materializedViews populated ones, each after those it reads
/// @param largeObjects OIDs, ascending
public record Catalog(
        int major,
        List<Table> tables,
        Types types,
        List<TableName> sequences,
        List<TableName> materializedViews,
        List<Long> largeObjects) {

    public Catalog {
        tables = List.copyOf(tables);
        sequences = List.copyOf(sequences);
        materializedViews = List.copyOf(materializedViews);
        largeObjects = List.copyOf(largeObjects);
    }

    public Catalog withTables(List<Table> others) {
        return new Catalog(major, others, types, sequences, materializedViews, largeObjects);
    }

    public long bytes() {
        return tables.stream().mapToLong(Table::bytes).sum();
    }
}
