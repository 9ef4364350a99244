package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.worker.catalog.CatalogContents;
import java.util.List;
import java.util.Set;

/// What a snapshot sees of a database's catalog.
///
/// @param contents all of it
/// @param unreadable relations in it that the source's user may not read
public record SourceCatalog(CatalogContents contents, Set<TableName> unreadable, List<TableName> invalidIndexes) {

    CatalogContents readable() {
        return contents.without(unreadable);
    }
}
