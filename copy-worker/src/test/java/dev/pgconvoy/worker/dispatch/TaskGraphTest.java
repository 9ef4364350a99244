package dev.pgconvoy.worker.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pgconvoy.copy.TaskKind;
import dev.pgconvoy.copy.Work;
import dev.pgconvoy.worker.plan.TaskNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TaskGraphTest {

    @Property
    void every_task_runs_once_and_never_before_what_it_waits_for(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 120) int size,
            @ForAll @IntRange(min = 1, max = 8) int width) {
        var random = new Random(seed);
        var tasks = randomTasks(size, random);
        var graph = new TaskGraph(tasks);
        var running = new ArrayList<TaskNode>();
        var done = new HashSet<String>();
        var starts = new HashMap<String, Integer>();

        while (!graph.isFinished()) {
            while (running.size() < width) {
                var task = graph.takeReady(Set.of());
                if (task.isEmpty()) {
                    break;
                }
                assertThat(done).containsAll(task.get().after());
                running.add(task.get());
            }
            assertThat(running).as("something runs until all is done").isNotEmpty();
            var ended = running.remove(random.nextInt(running.size()));
            if (random.nextInt(5) == 0 && starts.merge(ended.id(), 1, Integer::sum) < 3) {
                graph.giveBack(ended);
            } else {
                assertThat(done.add(ended.id())).isTrue();
                graph.done(ended);
            }
        }

        assertThat(done).hasSize(size);
        assertThat(graph.takeReady(Set.of())).isEmpty();
    }

    @Property
    void what_does_not_wait_for_a_failed_task_still_runs_and_the_graph_ends(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 120) int size) {
        var random = new Random(seed);
        var tasks = randomTasks(size, random);
        var graph = new TaskGraph(tasks);
        var done = new HashSet<String>();
        var failed = new HashSet<String>();

        for (var task = graph.takeReady(Set.of()); task.isPresent(); task = graph.takeReady(Set.of())) {
            if (random.nextInt(6) == 0) {
                failed.add(task.get().id());
                graph.failed(task.get());
            } else {
                done.add(task.get().id());
                graph.done(task.get());
            }
        }

        assertThat(graph.isFinished()).isTrue();
        assertThat(tasks)
                .filteredOn(task -> !done.contains(task.id()) && !failed.contains(task.id()))
                .allMatch(task -> task.after().stream().anyMatch(before -> !done.contains(before)));
    }

    @Test
    void a_bad_table_takes_only_what_waits_for_it_down() {
        var graph = new TaskGraph(List.of(
                group("copy", Set.of(), "a", "b", "c"),
                group("verify", Set.of("copy"), "a", "b", "c"),
                waiting("foreign key", "copy")));
        graph.divide(graph.takeReady(Set.of()).orElseThrow());

        var run = new ArrayList<String>();
        for (var task = graph.takeReady(Set.of()); task.isPresent(); task = graph.takeReady(Set.of())) {
            if (task.get().id().equals("copy b")) {
                graph.failed(task.get());
            } else {
                run.add(task.get().id());
                graph.done(task.get());
            }
        }

        assertThat(run).containsExactlyInAnyOrder("copy a", "copy c", "verify a", "verify c");
        assertThat(graph.isFinished()).isTrue();
    }

    @Test
    void what_waited_for_a_divided_task_and_cannot_be_divided_waits_for_all_parts() {
        var graph = new TaskGraph(List.of(group("copy", Set.of(), "a", "b"), waiting("foreign key", "copy")));
        graph.divide(graph.takeReady(Set.of()).orElseThrow());

        graph.done(graph.takeReady(Set.of()).orElseThrow());
        var last = graph.takeReady(Set.of()).orElseThrow();
        assertThat(graph.takeReady(Set.of())).isEmpty();
        graph.done(last);

        assertThat(graph.takeReady(Set.of()).orElseThrow().id()).isEqualTo("foreign key");
    }

    @Property
    void a_graph_in_which_tasks_are_divided_ends_and_keeps_the_order_of_each_table(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int size) {
        var random = new Random(seed);
        var groups = randomGroups(size, random);
        var graph = new TaskGraph(groups);
        var done = new HashSet<String>();

        for (var task = graph.takeReady(Set.of()); task.isPresent(); task = graph.takeReady(Set.of())) {
            var parts = task.get().apart().get();
            assertThat(missing(task.get(), groups, done)).isEmpty();
            if (random.nextInt(4) > 0) {
                assertThat(done.add(task.get().id())).isTrue();
                graph.done(task.get());
            } else if (parts.isEmpty()) {
                graph.failed(task.get());
            } else {
                graph.divide(task.get());
            }
        }

        assertThat(graph.isFinished()).isTrue();
    }

    @Test
    void the_heaviest_copy_goes_first_and_copies_go_before_verification() {
        var graph = new TaskGraph(List.of(
                node("verify", TaskKind.VERIFY, 900),
                node("small", TaskKind.COPY, 1),
                node("large", TaskKind.COPY, 100)));

        assertThat(List.of(
                        graph.takeReady(Set.of()).orElseThrow().id(),
                        graph.takeReady(Set.of()).orElseThrow().id(),
                        graph.takeReady(Set.of()).orElseThrow().id()))
                .containsExactly("large", "small", "verify");
    }

    @Test
    void a_kind_that_is_barred_lets_the_next_one_pass() {
        var graph = new TaskGraph(List.of(node("build", TaskKind.BUILD, 1), node("check", TaskKind.VERIFY, 1)));

        assertThat(graph.takeReady(Set.of(TaskKind.BUILD)).orElseThrow().id()).isEqualTo("check");
    }

    @Test
    void tasks_that_wait_for_each_other_are_refused() {
        var circle = List.of(waiting("a", "b"), waiting("b", "a"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TaskGraph(circle))
                .withMessageContaining("circle");
    }

    @Test
    void a_task_that_waits_for_nothing_known_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TaskGraph(List.of(waiting("a", "ghost"))))
                .withMessageContaining("ghost");
    }

    private static List<TaskNode> randomTasks(int size, Random random) {
        return IntStream.range(0, size)
                .mapToObj(number -> {
                    var after = new HashSet<String>();
                    for (var i = 0; i < random.nextInt(4) && number > 0; i++) {
                        after.add("t" + random.nextInt(number));
                    }
                    return new TaskNode("t" + number, TaskKind.BUILD, new Work.RunStatements(List.of()), after, number);
                })
                .toList();
    }

    /// What the task, or the group that it is a part of, waits for and that is not done: neither whole nor, of a group
    /// that has been divided, its own table or all tables.
    private static List<String> missing(TaskNode task, List<TaskNode> groups, Set<String> done) {
        var words = task.id().split(" ", 2);
        var before = named(words[0], groups).after();
        return before.stream()
                .filter(one -> {
                    var parts = named(one, groups).apart().get();
                    var own = words.length == 2 ? parts.get(words[1]) : null;
                    var awaited = own == null ? parts.values() : List.of(own);
                    return !done.contains(one)
                            && (awaited.isEmpty() || awaited.stream().anyMatch(part -> !done.contains(part.id())));
                })
                .toList();
    }

    private static TaskNode named(String id, List<TaskNode> groups) {
        return groups.stream()
                .filter(group -> group.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static List<TaskNode> randomGroups(int size, Random random) {
        return randomTasks(size, random).stream()
                .map(task -> random.nextBoolean()
                        ? task
                        : group(
                                task.id(),
                                task.after(),
                                IntStream.rangeClosed(0, 1 + random.nextInt(4))
                                        .mapToObj(table -> "abcde".substring(table, table + 1))
                                        .toArray(String[]::new)))
                .toList();
    }

    private static TaskNode group(String id, Set<String> after, String... tables) {
        return new TaskNode(
                id,
                TaskKind.BUILD,
                new Work.RunStatements(List.of()),
                after,
                0,
                () -> Arrays.stream(tables)
                        .collect(Collectors.toMap(
                                Function.identity(), table -> node(id + " " + table, TaskKind.BUILD, 0))));
    }

    private static TaskNode node(String id, TaskKind kind, long weight) {
        return new TaskNode(id, kind, new Work.RunStatements(List.of()), Set.of(), weight);
    }

    private static TaskNode waiting(String id, String before) {
        return new TaskNode(id, TaskKind.BUILD, new Work.RunStatements(List.of()), Set.of(before), 0);
    }
}
