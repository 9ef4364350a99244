package dev.pgconvoy.worker.plan;

import dev.pgconvoy.copy.TaskKind;
import dev.pgconvoy.copy.Work;
import dev.pgconvoy.copy.Work.Statement;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.worker.schema.TocEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The tasks so far, what they make, and when a table is ready for foreign keys.
public final class TaskPlan {

    private final Map<Integer, TocEntry> entries;
    private final Map<String, TaskNode> nodes = new java.util.LinkedHashMap<>();
    private final Map<Integer, String> makerOf = new HashMap<>();
    private final Map<String, String> readyBy = new HashMap<>();

    private int lastNumber;

    public TaskPlan(Map<Integer, TocEntry> entries) {
        this.entries = entries;
    }

    /// Of the next task; in the order of the plan.
    String nextId() {
        return "t%05d".formatted(++lastNumber);
    }

    TaskNode add(TaskKind kind, Work work, Set<String> after, long weight) {
        return add(new TaskNode(nextId(), kind, work, after, weight));
    }

    TaskNode add(TaskNode node) {
        var id = node.id();
        if (nodes.put(id, node) != null) {
            throw new IllegalArgumentException("two tasks have the id " + id);
        }
        return node;
    }

    /// A task that makes entries of the archive; it waits for the makers of what they need, too.
    TaskNode addMade(TaskNode maker, List<TocEntry> made) {
        var id = maker.id();
        made.forEach(entry -> makerOf.put(entry.dumpId(), id));
        var all = new HashSet<>(maker.after());
        all.addAll(makersNeeded(id, made));
        return add(new TaskNode(id, maker.kind(), maker.work(), all, maker.weight(), maker.apart()));
    }

    /// @param weight what is to be sorted, in bytes
    /// @param sideBySide whether others are built meanwhile
    TaskNode addBuild(List<TocEntry> made, Set<String> after, long weight, boolean sideBySide) {
        var statements = made.stream()
                .map(entry -> statement(entry, WorkMemory.toSort(weight, sideBySide, entry.definition()))
                        .about(tableOf(entry)))
                .toList();
        return addMade(new TaskNode(nextId(), TaskKind.BUILD, new Work.RunStatements(statements), after, weight), made);
    }

    Set<String> makersNeeded(String id, List<TocEntry> made) {
        return made.stream()
                .flatMap(entry -> entry.dependencies().stream())
                .map(makerOf::get)
                .filter(maker -> maker != null && !maker.equals(id))
                .collect(Collectors.toSet());
    }

    static Statement statement(TocEntry entry) {
        return statement(entry, entry.definition());
    }

    /// @param sql its definition, or how that is to run
    static Statement statement(TocEntry entry, String sql) {
        return new Statement(entry.unitKind(), entry.unit(), entry.object(), sql);
    }

    /// The table whose index or constraint this is; empty for what belongs to none. A foreign key needs two: its own
    /// is the one that it is labelled with.
    Optional<TableName> tableOf(TocEntry entry) {
        var tables = entry.dependencies().stream()
                .map(entries::get)
                .filter(found -> found != null && found.kind().equals("TABLE"))
                .toList();
        return tables.stream()
                .filter(table -> isLabelledWith(entry, table))
                .max(Comparator.comparingInt(table -> table.tag().length()))
                .or(() -> tables.stream().findFirst())
                .map(table -> new TableName(table.namespace(), table.tag()));
    }

    private static boolean isLabelledWith(TocEntry entry, TocEntry table) {
        return entry.namespace().equals(table.namespace()) && entry.tag().startsWith(table.tag() + " ");
    }

    /// The table whose key a foreign key refers to.
    Optional<TableName> referencedBy(TocEntry foreignKey) {
        return foreignKey.dependencies().stream()
                .map(entries::get)
                .filter(found -> found != null
                        && (found.kind().equals("CONSTRAINT") || found.kind().equals("INDEX")))
                .findFirst()
                .flatMap(this::tableOf);
    }

    /// Once this task is done the table has its rows, indexes and statistics.
    void ready(TableName table, TaskNode by) {
        readyBy.put(table.quoted(), by.id());
    }

    /// Empty when the table has no rows of its own.
    Optional<String> readyBy(TableName table) {
        return Optional.ofNullable(readyBy.get(table.quoted()));
    }

    Set<String> ids(Collection<TaskKind> kinds) {
        return nodes.values().stream()
                .filter(node -> kinds.contains(node.kind()))
                .map(TaskNode::id)
                .collect(Collectors.toSet());
    }

    public List<TaskNode> nodes() {
        return new ArrayList<>(nodes.values());
    }
}
