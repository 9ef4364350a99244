package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.worker.conductor.TaskNode.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/// Hands out tasks whose predecessors are done, never one before, each once. What waits for a task that failed is
/// left
/// out.
final class TaskGraph {

    private static final Comparator<TaskNode> HEAVIEST_FIRST =
            Comparator.comparingLong(TaskNode::weight).reversed().thenComparing(TaskNode::id);

    private final Map<String, TaskNode> nodes = new HashMap<>();
    private final Map<String, Integer> waitingFor = new HashMap<>();
    private final Map<String, List<String>> followers = new HashMap<>();
    private final Map<Kind, PriorityQueue<TaskNode>> ready = new EnumMap<>(Kind.class);
    private final Set<String> leftOut = new HashSet<>();
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
        nodes.values().stream().filter(task -> task.after().isEmpty()).forEach(this::makeReady);
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

    private void makeReady(TaskNode task) {
        ready.computeIfAbsent(task.kind(), _ -> new PriorityQueue<>(HEAVIEST_FIRST))
                .add(task);
    }

    /// The heaviest task of the first kind that is not barred.
    Optional<TaskNode> takeReady(Set<Kind> barred) {
        return ready.entrySet().stream()
                .filter(queue ->
                        !barred.contains(queue.getKey()) && !queue.getValue().isEmpty())
                .findFirst()
                .map(queue -> queue.getValue().remove());
    }

    /// The task did not succeed but may be tried again.
    void giveBack(TaskNode task) {
        makeReady(task);
    }

    void done(TaskNode task) {
        unfinished--;
        for (var follower : followers.getOrDefault(task.id(), List.of())) {
            if (waitingFor.merge(follower, -1, Integer::sum) == 0 && !leftOut.contains(follower)) {
                makeReady(Objects.requireNonNull(nodes.get(follower)));
            }
        }
    }

    /// The task failed for good: what waits for it can never run.
    void failed(TaskNode task) {
        unfinished--;
        leaveOutFollowers(task.id());
    }

    private void leaveOutFollowers(String id) {
        for (var follower : followers.getOrDefault(id, List.of())) {
            if (leftOut.add(follower)) {
                unfinished--;
                leaveOutFollowers(follower);
            }
        }
    }

    boolean isFinished() {
        return unfinished == 0;
    }
}
