package dev.pgconvoy.worker.dispatch;

import dev.pgconvoy.copy.TaskKind;
import dev.pgconvoy.copy.Work;
import dev.pgconvoy.copy.Work.Statement;
import dev.pgconvoy.worker.plan.TaskNode;
import java.util.ArrayList;
import java.util.Collection;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Hands out tasks whose predecessors are done, never one before, each once. What waits for a task that failed
/// is left out.
public final class TaskGraph {

    private static final Comparator<TaskNode> HEAVIEST_FIRST =
            Comparator.comparingLong(TaskNode::weight).reversed().thenComparing(TaskNode::id);

    private final Map<String, TaskNode> nodes = new HashMap<>();
    private final Map<String, Set<String>> waitingFor = new HashMap<>();
    private final Map<String, List<String>> followers = new HashMap<>();
    private final Map<TaskKind, PriorityQueue<TaskNode>> ready = new EnumMap<>(TaskKind.class);
    private final Map<String, Map<String, TaskNode>> divided = new HashMap<>();
    private final Set<String> leftOut = new HashSet<>();
    private int unfinished;

    /// @throws IllegalArgumentException when a task waits for one that is not there, or in a circle
    public TaskGraph(List<TaskNode> tasks) {
        tasks.forEach(task -> nodes.put(task.id(), task));
        if (nodes.size() != tasks.size()) {
            throw new IllegalArgumentException("two tasks have the same id");
        }
        tasks.forEach(task -> task.after().forEach(this::requireKnown));
        tasks.forEach(task -> follow(task.id(), task.after()));
        requireNoCircle();
        nodes.values().stream().filter(task -> task.after().isEmpty()).forEach(this::makeReady);
        unfinished = nodes.size();
    }

    private void requireKnown(String id) {
        if (!nodes.containsKey(id)) {
            throw new IllegalArgumentException("a task waits for %s, which does not exist".formatted(id));
        }
    }

    private void follow(String task, Set<String> before) {
        waitingFor.computeIfAbsent(task, _ -> new HashSet<>()).addAll(before);
        before.forEach(
                one -> followers.computeIfAbsent(one, _ -> new ArrayList<>()).add(task));
    }

    private void requireNoCircle() {
        var left = new HashMap<String, Integer>();
        waitingFor.forEach((task, before) -> left.put(task, before.size()));
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
    public Optional<TaskNode> takeReady(Set<TaskKind> barred) {
        return ready.entrySet().stream()
                .filter(queue ->
                        !barred.contains(queue.getKey()) && !queue.getValue().isEmpty())
                .findFirst()
                .map(queue -> queue.getValue().remove());
    }

    boolean hasReady() {
        return ready.values().stream().anyMatch(queue -> !queue.isEmpty());
    }

    /// The task did not succeed but may be tried again.
    void giveBack(TaskNode task) {
        makeReady(task);
    }

    public void done(TaskNode task) {
        unfinished--;
        for (var follower : followers.getOrDefault(task.id(), List.of())) {
            var before = waitsFor(follower);
            before.remove(task.id());
            if (before.isEmpty() && !leftOut.contains(follower)) {
                makeReady(node(follower));
            }
        }
    }

    private Set<String> waitsFor(String task) {
        return Objects.requireNonNull(waitingFor.get(task));
    }

    private TaskNode node(String id) {
        return Objects.requireNonNull(nodes.get(id));
    }

    /// The task failed, and one of its tables may be to blame: each goes alone now. What can be divided, too, waits for
    /// its own table only.
    void divide(TaskNode task) {
        unfinished--;
        var parts = task.apart().get();
        parts.values().forEach(part -> add(part, Set.of()));
        replace(task.id(), parts);
        parts.values().forEach(this::makeReady);
    }

    private void add(TaskNode part, Set<String> before) {
        nodes.put(part.id(), part);
        follow(part.id(), before);
        unfinished++;
    }

    private void replace(String whole, Map<String, TaskNode> parts) {
        divided.put(whole, parts);
        for (var follower : Objects.requireNonNullElse(followers.remove(whole), List.<String>of())) {
            var before = waitingFor.get(follower);
            if (before == null) {
                continue; // it was divided a moment ago, because of another that it waits for
            }
            var apart = leftOut.contains(follower)
                    ? Map.<String, TaskNode>of()
                    : node(follower).apart().get();
            if (apart.isEmpty()) {
                before.remove(whole);
                follow(follower, ids(parts));
            } else {
                waitingFor.remove(follower);
                before.forEach(other -> unfollow(follower, other));
                apart.forEach((table, part) -> add(part, ofTable(table, before)));
                unfinished--;
                replace(follower, apart);
            }
        }
    }

    private void unfollow(String task, String before) {
        var following = followers.get(before);
        if (following != null) {
            following.remove(task);
        }
    }

    private Set<String> ofTable(String table, Set<String> before) {
        return before.stream()
                .flatMap(one -> {
                    var parts = divided.get(one);
                    if (parts == null) {
                        return Stream.of(one);
                    }
                    var own = parts.get(table);
                    return own == null ? ids(parts).stream() : Stream.of(own.id());
                })
                .collect(Collectors.toSet());
    }

    private static Set<String> ids(Map<String, TaskNode> parts) {
        return parts.values().stream().map(TaskNode::id).collect(Collectors.toSet());
    }

    /// What builds on the rows of these tasks and waits for nothing else, without statistics.
    List<Statement> buildsOf(Collection<TaskNode> copies) {
        var ids = copies.stream().map(TaskNode::id).collect(Collectors.toSet());
        var own = copies.stream().flatMap(copy -> statements(copy.work()));
        var following = copies.stream()
                .flatMap(copy -> followers.getOrDefault(copy.id(), List.of()).stream())
                .distinct()
                .filter(follower -> node(follower).kind() == TaskKind.BUILD && ids.containsAll(waitsFor(follower)))
                .flatMap(follower -> statements(node(follower).work()));
        return Stream.concat(own, following)
                .filter(statement -> !statement.gathersStatistics())
                .toList();
    }

    private static Stream<Statement> statements(Work work) {
        return switch (work) {
            case Work.CopyTables(var _, var afterwards) -> afterwards.stream();
            case Work.RunStatements(var statements) -> statements.stream();
            case Work.CopyLargeObjects _, Work.VerifyTables _ -> Stream.of();
        };
    }

    /// These tasks did not succeed and are tried again when the new ones are done.
    ///
    /// @param first each waits for the one before it
    void giveBackAfter(List<TaskNode> first, Collection<TaskNode> tasks) {
        first.forEach(one -> add(one, one.after()));
        tasks.forEach(task -> follow(task.id(), Set.of(first.getLast().id())));
        makeReady(first.getFirst());
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

    public boolean isFinished() {
        return unfinished == 0;
    }
}
