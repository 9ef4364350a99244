package dev.pgconvoy.worker.conductor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/// Hands out tasks whose predecessors are done, never one before, each once.
final class TaskGraph {

    private static final Comparator<TaskNode> HEAVIEST_FIRST = Comparator.comparing(TaskNode::kind)
            .thenComparing(Comparator.comparingLong(TaskNode::weight).reversed())
            .thenComparing(TaskNode::id);

    private final Map<String, TaskNode> nodes = new HashMap<>();
    private final Map<String, Integer> waitingFor = new HashMap<>();
    private final Map<String, List<String>> followers = new HashMap<>();
    private final PriorityQueue<TaskNode> ready = new PriorityQueue<>(HEAVIEST_FIRST);
    private int unfinished;

    /// @throws IllegalArgumentException when a task waits for one that is not there, or in a circle
    TaskGraph(List<TaskNode> tasks) {
        tasks.forEach(task -> nodes.put(task.id(), task));
        if (nodes.size() != tasks.size()) {
            throw new IllegalArgumentException("two tasks have the same id");
        }
        for (var task : tasks) {
            waitingFor.put(task.id(), task.after().size());
            task.after()
                    .forEach(before -> followers
                            .computeIfAbsent(requireKnown(before), _ -> new ArrayList<>())
                            .add(task.id()));
        }
        requireNoCircle();
        nodes.values().stream().filter(task -> task.after().isEmpty()).forEach(ready::add);
        unfinished = nodes.size();
    }

    private String requireKnown(String id) {
        if (!nodes.containsKey(id)) {
            throw new IllegalArgumentException("a task waits for %s, which does not exist".formatted(id));
        }
        return id;
    }

    private void requireNoCircle() {
        var left = new HashMap<>(waitingFor);
        var open = new ArrayList<>(nodes.values().stream()
                .filter(task -> task.after().isEmpty())
                .map(TaskNode::id)
                .toList());
        var reached = 0;
        while (!open.isEmpty()) {
            reached++;
            for (var follower : followers.getOrDefault(open.removeLast(), List.of())) {
                if (left.merge(follower, -1, Integer::sum) == 0) {
                    open.add(follower);
                }
            }
        }
        if (reached != nodes.size()) {
            throw new IllegalArgumentException("tasks wait for each other in a circle");
        }
    }

    boolean hasReady() {
        return !ready.isEmpty();
    }

    TaskNode takeReady() {
        return ready.remove();
    }

    /// The task did not succeed but may be tried again.
    void giveBack(TaskNode task) {
        ready.add(task);
    }

    void done(TaskNode task) {
        unfinished--;
        for (var follower : followers.getOrDefault(task.id(), List.of())) {
            if (waitingFor.merge(follower, -1, Integer::sum) == 0) {
                ready.add(nodes.get(follower));
            }
        }
    }

    boolean isFinished() {
        return unfinished == 0;
    }
}
