package dev.pgconvoy.launcher.client;

import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/// Which of many checks may begin: so many at once, and so many of one source host.
final class CheckQueue {

    private final int most;
    private final int mostPerSourceHost;
    private final Map<MigrationId, MigrationRequest> running = new HashMap<>();
    private Queue<MigrationRequest> waiting;

    CheckQueue(List<MigrationRequest> checks, int most, int mostPerSourceHost) {
        this.waiting = new ArrayDeque<>(checks);
        this.most = most;
        this.mostPerSourceHost = mostPerSourceHost;
    }

    /// Those that may begin now; they count as running.
    List<MigrationRequest> next() {
        var begun = new ArrayList<MigrationRequest>();
        var left = new ArrayDeque<MigrationRequest>();
        for (var check : waiting) {
            if (running.size() < most && runningOf(check.source().host()) < mostPerSourceHost) {
                running.put(check.id(), check);
                begun.add(check);
            } else {
                left.add(check);
            }
        }
        waiting = left;
        return begun;
    }

    private long runningOf(String host) {
        return running.values().stream()
                .filter(check -> check.source().host().equalsIgnoreCase(host))
                .count();
    }

    /// @return whether it was running
    boolean end(MigrationId id) {
        return running.remove(id) != null;
    }

    boolean isDone() {
        return waiting.isEmpty() && running.isEmpty();
    }
}
