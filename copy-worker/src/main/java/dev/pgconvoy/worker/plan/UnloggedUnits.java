package dev.pgconvoy.worker.plan;

import dev.pgconvoy.copy.UnitKind;
import dev.pgconvoy.copy.Work;
import dev.pgconvoy.copy.WorkUnit;
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
        return work.content().stream()
                .filter(unit -> unit.kind() == UnitKind.COPY || unit.kind() == UnitKind.VERIFY)
                .filter(unit -> unit.table()
                        .filter(table -> unlogged.contains(table.quoted()))
                        .isPresent())
                .map(WorkUnit::name);
    }
}
