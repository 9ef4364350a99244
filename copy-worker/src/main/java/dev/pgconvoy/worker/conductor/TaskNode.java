package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.copy.Work;
import java.util.Set;

/// A task and the tasks it waits for.
///
/// @param weight what it costs, in bytes; the heaviest of the ready ones goes first within its kind
record TaskNode(String id, Kind kind, Work work, Set<String> after, long weight) {

    /// In the order in which ready tasks are preferred.
    enum Kind {
        COPY,
        LARGE_OBJECTS,
        BUILD,
        ANALYZE,
        FOREIGN_KEY,
        VERIFY;

        /// Those that read rows from the source.
        static final Set<Kind> MOVING = Set.of(COPY, LARGE_OBJECTS, VERIFY);

        /// Those that keep only the target busy.
        static final Set<Kind> BUILDING = Set.of(BUILD, ANALYZE, FOREIGN_KEY);
    }

    TaskNode {
        after = Set.copyOf(after);
    }
}
