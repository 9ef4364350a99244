package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.copy.Work;
import dev.pgconvoy.copy.Work.Part;
import dev.pgconvoy.copy.Work.TableCopy;
import dev.pgconvoy.worker.catalog.Catalog;
import dev.pgconvoy.worker.catalog.Table;
import dev.pgconvoy.worker.conductor.TaskNode.Kind;
import dev.pgconvoy.worker.schema.SchemaPieces;
import dev.pgconvoy.worker.schema.TocEntry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Turns the catalog and the archive's table of contents into tasks and their order: a small table is copied, indexed
/// and analyzed with others in one task; a large one has a task for each part, then one for each index, then its
/// statistics; a foreign key follows as soon as both its tables are ready, checks that were put off come last; each
/// table is verified after its copy.
final class CopyPlanner {

    private static final int LARGE_OBJECTS_PER_TASK = 1_000;
    private static final long SMALLEST_FROZEN = 1024 * 1024;
    private static final long SMALLEST_BUILT_ALONE = 1024 * 1024;

    private final Batches batches;
    private final Checks checks;
    private final Map<String, List<Part>> parts;
    private final Plan plan;
    private final Map<String, Set<String>> copiesInto = new HashMap<>();

    /// @param parts of tables that are split, by quoted name
    CopyPlanner(Batches batches, Checks checks, Map<String, List<Part>> parts, Map<Integer, TocEntry> entries) {
        this.batches = batches;
        this.checks = checks;
        this.parts = parts;
        this.plan = new Plan(entries);
    }

    List<TaskNode> plan(Catalog catalog, SchemaPieces pieces, ForeignKeys foreignKeys, DeferredChecks deferred) {
        var builds = Builds.of(pieces.builds(), plan);
        var alone = catalog.tables().stream().filter(this::isAlone).toList();
        var small = catalog.tables().stream().filter(table -> !isAlone(table)).toList();
        alone.forEach(this::copyAlone);
        alone.forEach(table -> buildAlone(table, builds.takeOf(table.name())));
        batches.of(small).forEach(batch -> copyTogether(batch, builds));
        largeObjects(catalog.largeObjects());
        builds.rest().forEach((group, entries) -> plan.addBuild(group, entries, Set.of(), 0));
        var large = catalog.tables().stream().filter(batches::isLarge).toList();
        foreignKeys.add(pieces.foreignKeys(), plan, large);
        deferred.add(plan, large.stream().map(table -> table.name().quoted()).collect(Collectors.toSet()));
        checks.add(catalog.tables(), this::slices, this::copiesOf, plan);
        return plan.nodes();
    }

    private boolean isAlone(Table table) {
        return batches.isLarge(table)
                || parts.containsKey(table.name().quoted())
                || !table.isStable()
                || !table.condition().isEmpty();
    }

    private void copyAlone(Table table) {
        var tableParts = parts.getOrDefault(table.name().quoted(), conditionOf(table));
        var nodes = new HashSet<String>();
        if (tableParts.isEmpty()) {
            nodes.add(copyNode(copy(table, Optional.empty(), table.bytes())));
        }
        for (var part : tableParts) {
            nodes.add(copyNode(copy(table, Optional.of(part), table.bytes() / tableParts.size())));
        }
        copiesInto.computeIfAbsent(table.into().quoted(), _ -> new HashSet<>()).addAll(nodes);
    }

    private static List<Part> conditionOf(Table table) {
        return table.condition().isEmpty() ? List.of() : List.of(new Part(1, 1, table.condition()));
    }

    private String copyNode(TableCopy copy) {
        return plan.add(
                        "copy " + copy.unit(),
                        Kind.COPY,
                        new Work.CopyTables(List.of(copy), List.of()),
                        Set.of(),
                        copy.estimatedBytes())
                .id();
    }

    private TableCopy copy(Table table, Optional<Part> part, long bytes) {
        return new TableCopy(
                table.name(),
                table.into(),
                table.columnNames(),
                table.binary(),
                part.isEmpty() && table.isStable() && table.bytes() >= SMALLEST_FROZEN,
                part,
                bytes);
    }

    private void buildAlone(Table table, List<TocEntry> entries) {
        var copies = copiesOf(table);
        var after = new HashSet<>(copies);
        for (var entry : entries) {
            after.add(plan.addBuild(entry.unit(), List.of(entry), copies, table.bytes())
                    .id());
        }
        var analyzed = plan.add(
                "analyze " + table.name().quoted(),
                Kind.ANALYZE,
                new Work.RunStatements(List.of(Together.analyze(table.name()))),
                after,
                table.bytes());
        plan.ready(table.name(), analyzed);
    }

    private Set<String> copiesOf(Table table) {
        return copiesInto.getOrDefault(table.into().quoted(), Set.of());
    }

    /// The smallest tables are indexed in the same task; while those of larger ones are indexed, the next rows move.
    private void copyTogether(List<Table> tables, Builds builds) {
        var together = new Together(
                tables.stream()
                        .map(table -> copy(table, Optional.empty(), table.bytes()))
                        .toList(),
                tables.stream().map(table -> builds.takeOf(table.name())).toList());
        var ready = tables.getFirst().bytes() < SMALLEST_BUILT_ALONE
                ? plan.addMade(together.copyAndBuild(), together.entries())
                : plan.addMade(together.build(plan.add(together.copy()).id()), together.entries());
        tables.forEach(table -> {
            copiesInto.put(table.into().quoted(), Set.of(together.copyId()));
            plan.ready(table.name(), ready);
        });
    }

    private void largeObjects(List<Long> oids) {
        for (var from = 0; from < oids.size(); from += LARGE_OBJECTS_PER_TASK) {
            var some = oids.subList(from, Math.min(oids.size(), from + LARGE_OBJECTS_PER_TASK));
            plan.add(
                    "large-objects-" + from,
                    Kind.LARGE_OBJECTS,
                    new Work.CopyLargeObjects(some),
                    Set.of(),
                    some.size());
        }
    }

    private List<Part> slices(Table table) {
        return parts.getOrDefault(table.name().quoted(), List.of());
    }
}
