package dev.pgconvoy.worker.verify;

import dev.pgconvoy.migration.Report.Difference;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.worker.catalog.CatalogContents;
import dev.pgconvoy.worker.catalog.CatalogTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// The tables whose rows can be compared, because both servers have them with the same columns.
///
/// @param withoutColumns tables that lack columns on the target
/// @param alone tables that only one of the servers has
public record SharedTables(List<CatalogTable> tables, List<Difference> withoutColumns, List<Difference> alone) {

    private static final String KIND = "schema";
    private static final String THERE = "there";
    private static final String MISSING = "missing";

    /// @param wanted which tables are to be compared
    public static SharedTables of(CatalogContents source, CatalogContents target, Predicate<TableName> wanted) {
        var here = byName(source, wanted);
        var there = byName(target, wanted);
        var tables = new ArrayList<CatalogTable>();
        var withoutColumns = new ArrayList<Difference>();
        var alone = new ArrayList<Difference>();
        here.forEach((name, table) -> {
            var twin = there.get(name);
            var missing = twin == null ? Set.<String>of() : missing(table, twin);
            if (twin == null) {
                alone.add(new Difference(name.toString(), KIND, THERE, MISSING));
            } else if (missing.isEmpty()) {
                tables.add(table);
            } else {
                withoutColumns.add(
                        new Difference(name.toString(), KIND, "columns " + String.join(", ", missing), MISSING));
            }
        });
        there.keySet().stream()
                .filter(name -> !here.containsKey(name))
                .forEach(name -> alone.add(new Difference(name.toString(), KIND, MISSING, THERE)));
        return new SharedTables(tables, withoutColumns, alone);
    }

    /// In the catalog's order, largest first.
    private static Map<TableName, CatalogTable> byName(CatalogContents catalog, Predicate<TableName> wanted) {
        return catalog.tables().stream()
                .filter(table -> wanted.test(table.name()))
                .collect(
                        Collectors.toMap(CatalogTable::name, Function.identity(), (one, _) -> one, LinkedHashMap::new));
    }

    private static Set<String> missing(CatalogTable table, CatalogTable twin) {
        var missing = new TreeSet<>(table.columnNames());
        twin.columnNames().forEach(missing::remove);
        return missing;
    }
}
