package dev.pgconvoy.worker.plan;

import dev.pgconvoy.copy.Work;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// A task and the tasks it waits for.
///
/// @param weight what it costs, in bytes; the heaviest of the ready ones goes first within its kind
/// @param apart the same work as one task for each table, by the tables' quoted names; empty when it cannot be divided
public record TaskNode(
        String id, Kind kind, Work work, Set<String> after, long weight, Supplier<Map<String, TaskNode>> apart) {

    public TaskNode(String id, Kind kind, Work work, Set<String> after, long weight) {
        this(id, kind, work, after, weight, Map::of);
    }

    /// In the order in which ready tasks are preferred.
    public enum Kind {
        COPY,
        LARGE_OBJECTS,
        BUILD,
        ANALYZE,
        FOREIGN_KEY,
        CHECK,
        VERIFY;

        /// Those that read rows from the source.
        public static final Set<Kind> MOVING = Set.of(COPY, LARGE_OBJECTS, VERIFY);

        /// Those that keep only the target busy.
        public static final Set<Kind> BUILDING = Set.of(BUILD, ANALYZE, FOREIGN_KEY, CHECK);
    }

    public TaskNode {
        after = Set.copyOf(after);
    }
}
