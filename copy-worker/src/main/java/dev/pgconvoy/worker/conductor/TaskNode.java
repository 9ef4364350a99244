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
        VERIFY
    }

    TaskNode {
        after = Set.copyOf(after);
    }
}
