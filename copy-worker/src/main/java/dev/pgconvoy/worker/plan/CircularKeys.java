package dev.pgconvoy.worker.plan;

import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.worker.catalog.CatalogTable;
import dev.pgconvoy.worker.catalog.EarlyForeignKey;
import dev.pgconvoy.worker.catalog.TableDivision;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Foreign keys that are there before the rows and that no order of the tables satisfies: those of a circle of tables,
/// and one from a table to itself when its rows come in several transactions. The rows of a table that comes in one
/// are checked together.
public final class CircularKeys {

    private CircularKeys() {}

    /// @param tables those that get rows
    public static List<EarlyForeignKey> among(
            List<EarlyForeignKey> keys, List<CatalogTable> tables, TableDivision division) {
        var filled = tables.stream()
                .flatMap(table -> Stream.of(table.name(), table.into()))
                .collect(Collectors.toSet());
        var divided = tables.stream()
                .filter(table -> division.partsOf(table).size() > 1)
                .flatMap(table -> Stream.of(table.name(), table.into()))
                .collect(Collectors.toSet());
        var between = keys.stream()
                .filter(key -> filled.contains(key.referencing()) && filled.contains(key.referenced()))
                .toList();
        var references = new HashMap<TableName, Set<TableName>>();
        between.stream()
                .filter(key -> !key.refersToItself())
                .forEach(key -> references
                        .computeIfAbsent(key.referencing(), _ -> new HashSet<>())
                        .add(key.referenced()));
        return between.stream()
                .filter(EarlyForeignKey::droppable)
                .filter(key -> key.refersToItself()
                        ? divided.contains(key.referencing())
                        : leads(key.referenced(), key.referencing(), references, new HashSet<>()))
                .toList();
    }

    private static boolean leads(
            TableName from, TableName to, Map<TableName, Set<TableName>> references, Set<TableName> visited) {
        return from.equals(to)
                || visited.add(from)
                        && references.getOrDefault(from, Set.of()).stream()
                                .anyMatch(next -> leads(next, to, references, visited));
    }
}
