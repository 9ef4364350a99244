package dev.pgconvoy.worker.plan;

import dev.pgconvoy.copy.TaskKind;
import dev.pgconvoy.copy.TaskLabel;
import dev.pgconvoy.copy.Work;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// A task and the tasks it waits for.
///
/// @param id unique within its plan, and nothing else
/// @param weight what it costs, in bytes; the heaviest of the ready ones goes first within its kind
/// @param apart the same work as one task for each table, by the tables' quoted names; empty when it cannot be divided
public record TaskNode(
        String id, TaskKind kind, Work work, Set<String> after, long weight, Supplier<Map<String, TaskNode>> apart) {

    public TaskNode(String id, TaskKind kind, Work work, Set<String> after, long weight) {
        this(id, kind, work, after, weight, Map::of);
    }

    public TaskNode {
        after = Set.copyOf(after);
    }

    /// What people read of it.
    public TaskLabel label() {
        return work.label(kind);
    }
}
