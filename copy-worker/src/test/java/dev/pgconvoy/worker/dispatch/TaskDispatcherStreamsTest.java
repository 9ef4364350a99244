package dev.pgconvoy.worker.dispatch;

import static dev.pgconvoy.worker.dispatch.FakeCopiers.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.event.CopyTask;
import dev.pgconvoy.worker.plan.TaskNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// How much runs at once.
class TaskDispatcherStreamsTest extends DispatcherFixture {

    @Test
    void rows_move_in_as_many_streams_as_there_are_jobs() throws InterruptedException {
        jobs = 3;

        assertThat(mostAtOnce(IntStream.range(0, 10)
                        .mapToObj(number -> copy("t" + number))
                        .toList()))
                .isEqualTo(3);
    }

    @Test
    void as_many_indexes_are_built_as_there_are_jobs_when_no_rows_move() throws InterruptedException {
        assertThat(mostAtOnce(IntStream.range(0, 10)
                        .mapToObj(number -> build("i" + number))
                        .toList()))
                .isEqualTo(4);
    }

    @Test
    void half_as_many_statistics_are_gathered_as_there_are_jobs() throws InterruptedException {
        assertThat(mostAtOnce(IntStream.range(0, 10)
                        .mapToObj(number -> analyze("t" + number))
                        .toList()))
                .isEqualTo(2);
    }

    @Test
    void beside_rows_half_as_many_indexes_are_built() throws InterruptedException {
        var nodes = new ArrayList<>(
                IntStream.range(0, 10).mapToObj(number -> build("i" + number)).toList());
        nodes.add(copy("t"));

        assertThat(mostAtOnce(nodes))
                .as("the copy and two builds, then four builds")
                .isEqualTo(4);
        assertThat(copiers.sentIds().subList(0, 3)).containsExactly("copy t#0", "build i0#0", "build i1#0");
    }

    @Test
    void with_one_job_one_index_is_built_beside_the_rows() throws InterruptedException {
        jobs = 1;

        assertThat(mostAtOnce(List.of(copy("t"), build("i0"), build("i1")))).isEqualTo(2);
    }

    /// Answers one task at a time, the oldest first.
    private int mostAtOnce(List<TaskNode> nodes) throws InterruptedException {
        var open = new ArrayList<CopyTask>();
        var most = new int[1];
        copiers.answer((task, _) -> {
            open.add(task);
            return List.of();
        });
        copiers.beforeWaiting(() -> {
            most[0] = Math.max(most[0], open.size());
            copiers.say(done(open.removeFirst()));
        });
        complete(dispatcher(nodes));
        return most[0];
    }
}
