package dev.pgconvoy.worker.catalog;

import dev.pgconvoy.copy.Work.TableCopy;
import dev.pgconvoy.postgres.TableName;
import java.util.List;

/// What there is to move besides the schema.
///
/// @param tables largest first
/// @param materializedViews populated ones, each after those it reads
/// @param largeObjects OIDs, ascending
public record Catalog(
        List<TableCopy> tables, List<TableName> sequences, List<TableName> materializedViews, List<Long> largeObjects) {

    public long bytes() {
        return tables.stream().mapToLong(TableCopy::estimatedBytes).sum();
    }
}
