package dev.pgconvoy.worker.plan;

import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.worker.catalog.CatalogContents;
import dev.pgconvoy.worker.catalog.CatalogTable;
import dev.pgconvoy.worker.schema.ArchiveSelection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The catalog without what the filters leave out.
public final class SelectedCatalog {

    private SelectedCatalog() {}

    /// The target, asked after the restore of what rows need: extensions make relations there themselves.
    ///
    /// @param <E> when it cannot be asked
    public interface Target<E extends Exception> {

        /// Those that are not there.
        Set<TableName> absent(List<TableName> relations) throws E;
    }

    public static <E extends Exception> CatalogContents of(
            CatalogContents all, ArchiveSelection selection, Target<E> target) throws E {
        var absent = target.absent(unlisted(all, selection));
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

    /// What extensions make, which no archive lists.
    private static List<TableName> unlisted(CatalogContents all, ArchiveSelection selection) {
        return Stream.concat(all.tables().stream().map(CatalogTable::name), all.sequences().stream())
                .filter(name -> !selection.lists(name))
                .toList();
    }
}
