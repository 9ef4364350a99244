package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.copy.Work;
import dev.pgconvoy.worker.catalog.Table;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The units of a plan that fill or check unlogged tables: what they did is gone after a crash of the target.
final class UnloggedUnits {

    private UnloggedUnits() {}

    static List<String> of(List<Table> tables, List<TaskNode> nodes) {
        var unlogged = tables.stream()
                .filter(Table::unlogged)
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
