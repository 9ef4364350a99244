package dev.pgconvoy.worker.plan;

import dev.pgconvoy.copy.Work;
import dev.pgconvoy.worker.catalog.CatalogTable;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The units of a plan that fill or check unlogged tables: what they did is gone after a crash of the target.
public final class UnloggedUnits {

    private UnloggedUnits() {}

    public static List<String> of(List<CatalogTable> tables, List<TaskNode> nodes) {
        var unlogged = tables.stream()
                .filter(CatalogTable::unlogged)
                .flatMap(table -> Stream.of(table.name().quoted(), table.into().quoted()))
                .collect(Collectors.toSet());
        return nodes.stream().flatMap(node -> units(node.work(), unlogged)).toList();
    }

    private static Stream<String> units(Work work, Set<String> unlogged) {
        return switch (work) {
            case Work.CopyTables(var tables, var _) ->
                tables.stream()
                        .filter(copy -> unlogged.contains(copy.table().quoted()))
                        .map(Work.TableCopy::unit);
            case Work.VerifyTables(var checks, var _) ->
                checks.stream()
                        .filter(check -> unlogged.contains(check.table().quoted()))
                        .map(Work.TableCheck::unit);
            case Work.RunStatements _, Work.CopyLargeObjects _ -> Stream.of();
        };
    }
}
