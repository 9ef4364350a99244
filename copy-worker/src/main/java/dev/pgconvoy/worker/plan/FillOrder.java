package dev.pgconvoy.worker.plan;

import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.worker.catalog.CatalogTable;
import dev.pgconvoy.worker.catalog.EarlyForeignKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Which tables have to wait for the rows of others, because a foreign key between them is there before the rows.
public final class FillOrder {

    /// No table waits for another one.
    public static final FillOrder ANY = new FillOrder(Map.of());

    private final Map<TableName, Set<TableName>> before;

    private FillOrder(Map<TableName, Set<TableName>> before) {
        this.before = before;
    }

    /// @param postponed those that are made again after the rows; an earlier conductor may have made them by now
    public static FillOrder of(Collection<EarlyForeignKey> keys, Collection<EarlyForeignKey> postponed) {
        var before = new HashMap<TableName, Set<TableName>>();
        keys.stream()
                .filter(key -> !key.refersToItself() && postponed.stream().noneMatch(key::isSameAs))
                .forEach(key -> before.computeIfAbsent(key.referencing(), _ -> new HashSet<>())
                        .add(key.referenced()));
        return new FillOrder(before);
    }

    boolean concerns(TableName table) {
        return before.containsKey(table) || isReferredTo(table);
    }

    /// TRUNCATE is refused while a key refers to the table, also when nobody has rows.
    boolean isReferredTo(TableName table) {
        return before.values().stream().anyMatch(referenced -> referenced.contains(table));
    }

    Set<TableName> before(TableName table) {
        return before.getOrDefault(table, Set.of());
    }

    /// Each after those that it waits for; of tables that wait for each other the first one comes first.
    List<CatalogTable> sorted(List<CatalogTable> tables) {
        var byName = tables.stream().collect(Collectors.toMap(CatalogTable::name, Function.identity()));
        var sorted = new LinkedHashSet<CatalogTable>();
        var visited = new HashSet<TableName>();
        tables.forEach(table -> visit(table, byName, visited, sorted));
        return List.copyOf(sorted);
    }

    private void visit(
            CatalogTable table, Map<TableName, CatalogTable> byName, Set<TableName> visited, Set<CatalogTable> sorted) {
        if (visited.add(table.name())) {
            for (var earlier : before(table.name())) {
                if (byName.containsKey(earlier)) {
                    visit(byName.get(earlier), byName, visited, sorted);
                }
            }
            sorted.add(table);
        }
    }
}
