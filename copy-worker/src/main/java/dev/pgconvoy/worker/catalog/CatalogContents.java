package dev.pgconvoy.worker.catalog;

import dev.pgconvoy.postgres.TableName;
import java.util.List;
import java.util.Set;

/// What there is to move besides the schema.
///
/// @param major version of the server
/// @param tables largest first
/// @param materializedViews populated ones, each after those it reads
/// @param largeObjects OIDs, ascending
public record CatalogContents(
        int major,
        List<CatalogTable> tables,
        ColumnTypes types,
        List<TableName> sequences,
        List<TableName> materializedViews,
        List<Long> largeObjects) {

    public CatalogContents {
        tables = List.copyOf(tables);
        sequences = List.copyOf(sequences);
        materializedViews = List.copyOf(materializedViews);
        largeObjects = List.copyOf(largeObjects);
    }

    public CatalogContents withTables(List<CatalogTable> others) {
        return new CatalogContents(major, others, types, sequences, materializedViews, largeObjects);
    }

    /// Without the rows of these tables and the states of these sequences.
    public CatalogContents without(Set<TableName> relations) {
        return new CatalogContents(
                major,
                tables.stream()
                        .filter(table -> !relations.contains(table.name()))
                        .toList(),
                types,
                sequences.stream().filter(name -> !relations.contains(name)).toList(),
                materializedViews,
                largeObjects);
    }

    public long bytes() {
        return tables.stream().mapToLong(CatalogTable::bytes).sum();
    }
}
