package dev.pgconvoy.worker.plan;

import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
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

    /// @throws MigrationException REQUEST_REFUSED when partitions of a tree that the target sorts anew are left out
    public static <E extends Exception> CatalogContents of(
            CatalogContents all, ArchiveSelection selection, Target<E> target) throws E {
        requireWholeTrees(all, selection);
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

    /// Where the target sorts rows into partitions anew, a row of one partition may belong to another
    /// one there: what is left out by partitions on the source cannot be left out on the target.
    private static void requireWholeTrees(CatalogContents all, ArchiveSelection selection) {
        var leftOut = all.tables().stream()
                .filter(table -> !table.isStable() && !selection.includesData(table.name()))
                .collect(Collectors.toMap(CatalogTable::into, CatalogTable::name, (first, _) -> first));
        all.tables().stream()
                .filter(table -> !table.isStable() && selection.includesData(table.name()))
                .filter(table -> leftOut.containsKey(table.into()))
                .findFirst()
                .ifPresent(table -> {
                    throw new MigrationException(
                            FailureCode.REQUEST_REFUSED,
                            "table " + table.into(),
                            "The filters leave out its partition %s, but not %s; its rows are sorted into partitions anew on the target, because each server hashes its key in its own way."
                                    .formatted(leftOut.get(table.into()), table.name()),
                            "Leave out the whole table, or none of its partitions.");
                });
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
