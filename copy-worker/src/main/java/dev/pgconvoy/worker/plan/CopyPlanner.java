package dev.pgconvoy.worker.plan;

import dev.pgconvoy.copy.TaskKind;
import dev.pgconvoy.copy.Work;
import dev.pgconvoy.copy.Work.ConfigurationRows;
import dev.pgconvoy.copy.Work.Part;
import dev.pgconvoy.copy.Work.TableCopy;
import dev.pgconvoy.worker.catalog.CatalogContents;
import dev.pgconvoy.worker.catalog.CatalogTable;
import dev.pgconvoy.worker.catalog.TableDivision;
import dev.pgconvoy.worker.schema.SchemaPieces;
import dev.pgconvoy.worker.schema.TocEntry;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Turns the catalog and the archive's table of contents into tasks and their order.
///
/// Rows that configure extensions come first. A small table is copied, indexed and
/// analyzed with others in one task; a large one has a task for each part, then one for
/// each index, then its statistics. A generated column or an index that may be computed
/// from other tables waits for their rows. A foreign key follows as soon as both its
/// tables are ready, and checks that were put off come last. Each table is verified after
/// its copy.
public final class CopyPlanner {

    private static final int LARGE_OBJECTS_PER_TASK = 1_000;
    private static final long SMALLEST_FROZEN = 1024 * 1024;
    private static final long SMALLEST_BUILT_ALONE = 1024 * 1024;
    private static final Pattern EXPRESSION = Pattern.compile(" USING \\w+ \\([^)]*\\(|\\) WHERE ");

    private final TableBatches batches;
    private final VerificationPlanner checks;
    private final TableDivision division;
    private final FillOrder order;
    private final TaskPlan plan;
    private final TableReadingCode code;
    private final Map<String, Set<String>> copiesInto = new HashMap<>();

    /// Tables with an index that may be computed from other tables.
    private final Set<String> indexedLast = new HashSet<>();

    /// Tables with a generated column that may be.
    private final Set<String> copiedLast = new HashSet<>();

    /// Tables with an index whose expression may run a function of a user.
    private final Set<String> withExpressions = new HashSet<>();

    public CopyPlanner(
            TableBatches batches,
            VerificationPlanner checks,
            TableDivision division,
            FillOrder order,
            Map<Integer, TocEntry> entries) {
        this.batches = batches;
        this.checks = checks;
        this.division = division;
        this.order = order;
        this.plan = new TaskPlan(entries);
        this.code = new TableReadingCode(entries);
    }

    public List<TaskNode> plan(
            CatalogContents catalog, SchemaPieces pieces, ForeignKeys foreignKeys, DeferredChecks deferred) {
        var builds = BuildsByTable.of(pieces.builds(), plan);
        pieces.builds().stream()
                .filter(code::isRunBy)
                .flatMap(entry -> plan.tableOf(entry).stream())
                .forEach(table -> indexedLast.add(table.quoted()));
        code.computed().forEach(table -> copiedLast.add(table.quoted()));
        var alone = order.sorted(catalog.tables().stream().filter(this::isAlone).toList());
        var small = catalog.tables().stream().filter(table -> !isAlone(table)).toList();
        alone.stream().filter(this::isConfiguration).forEach(table -> copyAlone(table, Set.of()));
        var configuration = plan.ids(EnumSet.of(TaskKind.COPY));
        alone.stream()
                .filter(table -> !isConfiguration(table) && !isCopiedLast(table))
                .forEach(table -> copyAlone(table, configuration));
        var ofAlone = new LinkedHashMap<CatalogTable, List<TocEntry>>();
        alone.forEach(table -> ofAlone.put(table, builds.takeOf(table.name())));
        var sideBySide = ofAlone.values().stream().mapToLong(List::size).sum() > 1;
        buildAlone(ofAlone, table -> !isBuiltLast(table), sideBySide);
        batches.of(small).forEach(batch -> copyTogether(batch, builds, configuration));
        var others = plan.ids(EnumSet.of(TaskKind.COPY));
        alone.stream().filter(this::isCopiedLast).forEach(table -> copyAlone(table, others));
        buildAlone(ofAlone, this::isBuiltLast, sideBySide);
        largeObjects(catalog.largeObjects());
        builds.rest().forEach(entries -> plan.addBuild(entries, Set.of(), 0, true));
        var large = catalog.tables().stream().filter(division::isLarge).toList();
        foreignKeys.add(pieces.foreignKeys(), plan, large);
        deferred.add(plan, large.stream().map(table -> table.name().quoted()).collect(Collectors.toSet()));
        checks.add(catalog.tables(), division, this::proven, plan);
        return plan.nodes();
    }

    private boolean isAlone(CatalogTable table) {
        return division.isLarge(table)
                || !division.partsOf(table).isEmpty()
                || !table.isStable()
                || !table.condition().isEmpty()
                || order.concerns(table.name())
                || isBuiltLast(table);
    }

    /// The functions of an extension read them, whoever calls them: a check, a generated column, an index.
    private boolean isConfiguration(CatalogTable table) {
        return !table.condition().isEmpty() && !order.concerns(table.name());
    }

    private boolean isBuiltLast(CatalogTable table) {
        return indexedLast.contains(table.name().quoted()) || isCopiedLast(table);
    }

    private boolean isCopiedLast(CatalogTable table) {
        return copiedLast.contains(table.name().quoted()) && !order.concerns(table.name());
    }

    /// @param others copies that it waits for, beside those of tables that it refers to
    private void copyAlone(CatalogTable table, Set<String> others) {
        var decided = division.partsOf(table);
        var tableParts = decided.isEmpty() ? conditionOf(table) : decided;
        var nodes = new HashSet<String>();
        var after = order.before(table.name()).stream()
                .flatMap(earlier -> copiesInto.getOrDefault(earlier.quoted(), Set.of()).stream())
                .collect(Collectors.toSet());
        after.addAll(others);
        if (tableParts.isEmpty()) {
            nodes.add(copyNode(copy(table, Optional.empty(), table.bytes()), after));
        }
        for (var part : tableParts) {
            nodes.add(copyNode(copy(table, Optional.of(part), table.bytes() / tableParts.size()), after));
        }
        copiesInto.computeIfAbsent(table.into().quoted(), _ -> new HashSet<>()).addAll(nodes);
    }

    private static List<Part> conditionOf(CatalogTable table) {
        return table.condition().isEmpty() ? List.of() : List.of(new Part(1, 1, new ConfigurationRows()));
    }

    private String copyNode(TableCopy copy, Set<String> after) {
        return plan.add(TaskKind.COPY, new Work.CopyTables(List.of(copy), List.of()), after, copy.estimatedBytes())
                .id();
    }

    private TableCopy copy(CatalogTable table, Optional<Part> part, long bytes) {
        return new TableCopy(
                table.name(),
                table.into(),
                table.columnNames(),
                table.binary(),
                part.isEmpty()
                        && table.isStable()
                        && table.bytes() >= SMALLEST_FROZEN
                        && !order.isReferredTo(table.name()),
                part,
                bytes);
    }

    private void buildAlone(
            Map<CatalogTable, List<TocEntry>> builds, Predicate<CatalogTable> which, boolean sideBySide) {
        builds.forEach((table, entries) -> {
            if (which.test(table)) {
                buildAlone(table, entries, sideBySide);
            }
        });
    }

    private void buildAlone(CatalogTable table, List<TocEntry> entries, boolean sideBySide) {
        var copies = copiesOf(table);
        var after = new HashSet<>(copies);
        var keys = new ArrayList<UniqueKey>();
        if (entries.stream().anyMatch(CopyPlanner::hasExpression)) {
            withExpressions.add(table.name().quoted());
        }
        for (var entry : entries) {
            var key = entries.size() > 1 ? UniqueKey.of(entry) : Optional.<UniqueKey>empty();
            key.ifPresent(keys::add);
            after.add(key.map(unique -> indexOf(unique, copies, table))
                    .orElseGet(() -> plan.addBuild(List.of(entry), rowsFor(entry, copies), table.bytes(), sideBySide))
                    .id());
        }
        plan.ready(table.name(), finish(table, keys, after));
    }

    /// The copies that it waits for.
    private Set<String> rowsFor(TocEntry entry, Set<String> copies) {
        return code.isRunBy(entry) ? plan.ids(EnumSet.of(TaskKind.COPY)) : copies;
    }

    private static boolean hasExpression(TocEntry entry) {
        return EXPRESSION.matcher(entry.definition()).find();
    }

    private TaskNode indexOf(UniqueKey key, Set<String> copies, CatalogTable table) {
        return plan.add(
                TaskKind.BUILD,
                new Work.RunStatements(List.of(key.index(table.bytes()).about(Optional.of(table.name())))),
                copies,
                table.bytes());
    }

    /// Two constraints of a table are not added at once: each would wait for the other one's lock.
    private TaskNode finish(CatalogTable table, List<UniqueKey> keys, Set<String> after) {
        var statements = Stream.concat(
                        keys.stream().map(key -> key.constraint().about(Optional.of(table.name()))),
                        Stream.of(Work.Statement.analyze(table.name())))
                .toList();
        var finish =
                new TaskNode(plan.nextId(), TaskKind.ANALYZE, new Work.RunStatements(statements), after, table.bytes());
        return plan.addMade(finish, keys.stream().map(UniqueKey::entry).toList());
    }

    /// After what a table is proven. Whether it may be queried depends on its indexes
    /// ([PlannedCode]), and all its slices must find the same.
    private Set<String> proven(CatalogTable table) {
        var after = new HashSet<>(copiesOf(table));
        if (withExpressions.contains(table.name().quoted())) {
            plan.readyBy(table.name()).ifPresent(after::add);
        }
        return after;
    }

    private Set<String> copiesOf(CatalogTable table) {
        return copiesInto.getOrDefault(table.into().quoted(), Set.of());
    }

    /// The smallest tables are indexed in the same task; while those of larger ones are indexed, the next rows move.
    private void copyTogether(List<CatalogTable> tables, BuildsByTable builds, Set<String> after) {
        var together = new SmallTableBatch(
                tables.stream()
                        .map(table -> copy(table, Optional.empty(), table.bytes()))
                        .toList(),
                tables.stream().map(table -> builds.takeOf(table.name())).toList());
        var copyId = plan.nextId();
        TaskNode ready;
        if (tables.getFirst().bytes() < SMALLEST_BUILT_ALONE) {
            ready = plan.addMade(together.copyAndBuild(copyId, after), together.entries());
        } else {
            plan.add(together.copy(copyId, after));
            ready = plan.addMade(together.build(plan.nextId(), copyId), together.entries());
        }
        tables.forEach(table -> {
            copiesInto.put(table.into().quoted(), Set.of(copyId));
            plan.ready(table.name(), ready);
        });
    }

    private void largeObjects(List<Long> oids) {
        for (var from = 0; from < oids.size(); from += LARGE_OBJECTS_PER_TASK) {
            var some = oids.subList(from, Math.min(oids.size(), from + LARGE_OBJECTS_PER_TASK));
            plan.add(TaskKind.LARGE_OBJECTS, new Work.CopyLargeObjects(some), Set.of(), some.size());
        }
    }
}
