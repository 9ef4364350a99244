package dev.pgconvoy.worker.conductor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pgconvoy.copy.Work;
import dev.pgconvoy.worker.conductor.TaskNode.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
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
            while (graph.hasReady() && running.size() < width) {
                var task = graph.takeReady();
                assertThat(done).containsAll(task.after());
                running.add(task);
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
        assertThat(graph.hasReady()).isFalse();
    }

    @Test
    void the_heaviest_copy_goes_first_and_copies_go_before_verification() {
        var graph = new TaskGraph(
                List.of(node("verify", Kind.VERIFY, 900), node("small", Kind.COPY, 1), node("large", Kind.COPY, 100)));

        assertThat(List.of(
                        graph.takeReady().id(),
                        graph.takeReady().id(),
                        graph.takeReady().id()))
                .containsExactly("large", "small", "verify");
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
                    return new TaskNode("t" + number, Kind.BUILD, new Work.RunStatements(List.of()), after, number);
                })
                .toList();
    }

    private static TaskNode node(String id, Kind kind, long weight) {
        return new TaskNode(id, kind, new Work.RunStatements(List.of()), Set.of(), weight);
    }

    private static TaskNode waiting(String id, String before) {
        return new TaskNode(id, Kind.BUILD, new Work.RunStatements(List.of()), Set.of(before), 0);
    }
}
