package dev.pgconvoy.worker.plan;

import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.worker.catalog.CatalogContents;
import dev.pgconvoy.worker.catalog.CatalogTable;
import dev.pgconvoy.worker.schema.ArchiveSelection;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The catalog without what the filters leave out.
public final class SelectedCatalog {

    private SelectedCatalog() {}

    /// @param target after the restore of what rows need: what an extension makes itself is looked for there
    public static CatalogContents of(CatalogContents all, ArchiveSelection selection, Connection target)
            throws SQLException {
        var absent = absent(all, selection, target);
        return new CatalogContents(
                all.major(),
                all.tables().stream()
                        .filter(table -> selection.includesData(table.name()) && !absent.contains(table.name()))
                        .toList(),
                all.types(),
                all.sequences().stream()
                        .filter(name -> selection.includesTable(name) && !absent.contains(name))
                        .toList(),
                all.materializedViews().stream().filter(selection::includesData).toList(),
                all.largeObjects());
    }

    /// Tables that hold something and are wanted, but are not there on the target.
    public static List<TableName> lacked(CatalogContents all, ArchiveSelection selection, CatalogContents selected) {
        var moved = selected.tables().stream().map(CatalogTable::name).collect(Collectors.toSet());
        return all.tables().stream()
                .filter(table -> table.bytes() > 0 && selection.includesData(table.name()))
                .map(CatalogTable::name)
                .filter(name -> !moved.contains(name))
                .toList();
    }

    private static Set<TableName> absent(CatalogContents all, ArchiveSelection selection, Connection target)
            throws SQLException {
        var unlisted = Stream.concat(all.tables().stream().map(CatalogTable::name), all.sequences().stream())
                .filter(name -> !selection.lists(name))
                .toList();
        return unlisted.isEmpty() ? Set.of() : absent(unlisted, target);
    }

    private static Set<TableName> absent(List<TableName> names, Connection target) throws SQLException {
        var absent = new HashSet<TableName>();
        try (var statement = target.prepareStatement("SELECT pg_catalog.to_regclass(?) IS NULL")) {
            for (var name : names) {
                statement.setString(1, name.quoted());
                try (var row = statement.executeQuery()) {
                    row.next();
                    if (row.getBoolean(1)) {
                        absent.add(name);
                    }
                }
            }
        }
        return absent;
    }
}
