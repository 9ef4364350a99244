package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.copy.Work;
import dev.pgconvoy.copy.Work.Statement;
import dev.pgconvoy.copy.Work.TableCopy;
import dev.pgconvoy.migration.VerifyMode;
import dev.pgconvoy.worker.catalog.Catalog;
import dev.pgconvoy.worker.conductor.TaskNode.Kind;
import dev.pgconvoy.worker.schema.SchemaPieces;
import dev.pgconvoy.worker.schema.TocEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Turns the catalog and the archive's table of contents into tasks and their order:
/// copies; the indexes and constraints of what a copy task copied; foreign keys after all rows and the keys they need;
/// verification after its copy.
final class CopyPlanner {

    private static final int LARGE_OBJECTS_PER_TASK = 1_000;

    private final Batches batches;
    private final VerifyMode verify;

    CopyPlanner(Batches batches, VerifyMode verify) {
        this.batches = batches;
        this.verify = verify;
    }

    List<TaskNode> plan(Catalog catalog, SchemaPieces pieces, Map<Integer, TocEntry> entries) {
        var plan = new Plan();
        var copyOf = new HashMap<String, TaskNode>();
        for (var batch : batches.of(catalog.tables())) {
            var node = plan.add(Kind.COPY, new Work.CopyTables(batch), Set.of(), weight(batch));
            batch.forEach(table -> copyOf.put(table.table().toString(), node));
            if (verify != VerifyMode.OFF) {
                plan.add(Kind.VERIFY, new Work.VerifyTables(batch, verify), Set.of(node.id()), weight(batch));
            }
        }
        largeObjects(plan, catalog.largeObjects());
        var copies = plan.ids(Kind.COPY);
        builds(plan, pieces.builds(), entry -> copyOf.get(tableOf(entry, entries)));
        foreignKeys(plan, pieces.foreignKeys(), copies);
        return plan.nodes();
    }

    private static long weight(List<TableCopy> tables) {
        return tables.stream().mapToLong(TableCopy::estimatedBytes).sum();
    }

    private static void largeObjects(Plan plan, List<Long> oids) {
        for (var from = 0; from < oids.size(); from += LARGE_OBJECTS_PER_TASK) {
            var some = oids.subList(from, Math.min(oids.size(), from + LARGE_OBJECTS_PER_TASK));
            plan.add(Kind.LARGE_OBJECTS, new Work.CopyLargeObjects(some), Set.of(), some.size());
        }
    }

    /// The relation whose index or constraint this is; empty for attachments.
    private static String tableOf(TocEntry entry, Map<Integer, TocEntry> entries) {
        return entry.dependencies().stream()
                .map(entries::get)
                .filter(found -> found != null && found.kind().equals("TABLE"))
                .map(found -> found.namespace() + "." + found.tag())
                .findFirst()
                .orElse("");
    }

    /// What one copy task copied is built in one task when it is a batch of small tables, else index by index.
    /// Indexes of partitioned parents hold no rows; attachments come when both sides are there.
    private static void builds(
            Plan plan, List<TocEntry> entries, Function<TocEntry, @org.jspecify.annotations.Nullable TaskNode> copyOf) {
        var groups = new LinkedHashMap<String, List<TocEntry>>();
        var copies = new HashMap<String, TaskNode>();
        for (var entry : entries) {
            var copy = copyOf.apply(entry);
            var group = groupOf(entry, copy);
            if (copy != null) {
                copies.put(group, copy);
            }
            groups.computeIfAbsent(group, _ -> new ArrayList<>()).add(entry);
        }
        groups.forEach((group, grouped) -> plan.reserve(Kind.BUILD, group, grouped));
        groups.forEach((group, grouped) -> {
            var copy = copies.get(group);
            plan.addReserved(
                    Kind.BUILD,
                    group,
                    grouped,
                    copy == null ? Set.of() : Set.of(copy.id()),
                    copy == null ? 0 : copy.weight());
        });
    }

    private static String groupOf(TocEntry entry, @org.jspecify.annotations.Nullable TaskNode copy) {
        if (entry.kind().equals("INDEX ATTACH")) {
            return "attachments";
        }
        if (copy == null) {
            return "parents";
        }
        return copy.work() instanceof Work.CopyTables(var tables) && tables.size() > 1 ? copy.id() : entry.unit();
    }

    private static void foreignKeys(Plan plan, List<TocEntry> entries, Set<String> copies) {
        entries.forEach(entry -> plan.reserve(Kind.FOREIGN_KEY, entry.unit(), List.of(entry)));
        entries.forEach(entry -> plan.addReserved(Kind.FOREIGN_KEY, entry.unit(), List.of(entry), copies, 0));
    }

    /// The nodes so far, and which task makes which entry of the archive.
    private static final class Plan {

        private final List<TaskNode> nodes = new ArrayList<>();
        private final Map<Integer, String> taskOf = new HashMap<>();

        TaskNode add(Kind kind, Work work, Set<String> after, long weight) {
            return add(new TaskNode("%s-%d".formatted(name(kind), nodes.size()), kind, work, after, weight));
        }

        private TaskNode add(TaskNode node) {
            nodes.add(node);
            return node;
        }

        void reserve(Kind kind, String group, List<TocEntry> entries) {
            entries.forEach(entry -> taskOf.put(entry.dumpId(), name(kind) + " " + group));
        }

        void addReserved(Kind kind, String group, List<TocEntry> entries, Set<String> after, long weight) {
            var id = name(kind) + " " + group;
            var all = new HashSet<>(after);
            entries.stream()
                    .flatMap(entry -> entry.dependencies().stream())
                    .map(taskOf::get)
                    .filter(task -> task != null && !task.equals(id))
                    .forEach(all::add);
            var statements = entries.stream()
                    .map(entry -> new Statement(entry.unit(), entry.object(), entry.definition()))
                    .toList();
            add(new TaskNode(id, kind, new Work.RunStatements(statements), all, weight));
        }

        private static String name(Kind kind) {
            return kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }

        Set<String> ids(Kind kind) {
            return nodes.stream()
                    .filter(node -> node.kind() == kind)
                    .map(TaskNode::id)
                    .collect(Collectors.toSet());
        }

        List<TaskNode> nodes() {
            return List.copyOf(nodes);
        }
    }
}
