package dev.pgconvoy.preflight.messaging;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.preflight.messaging.KeyedTurns.Turn;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyedTurnsTest {

    private final KeyedTurns turns = new KeyedTurns();

    @Test
    void work_of_one_key_happens_in_the_order_of_its_turns_whichever_thread_comes_first() throws Exception {
        var done = Collections.synchronizedList(new ArrayList<Integer>());
        var taken = IntStream.range(0, 100).mapToObj(_ -> turns.take("a/b")).toList();

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = taken.size() - 1; i >= 0; i--) {
                var number = i;
                threads.submit(() -> work(taken.get(number), () -> done.add(number)));
            }
        }

        assertThat(done).isEqualTo(IntStream.range(0, 100).boxed().toList());
        assertThat(turns.waitingKeys()).isZero();
    }

    @Test
    void another_key_does_not_wait() throws Exception {
        var hold = new CountDownLatch(1);
        var slow = turns.take("a/slow");
        var quick = turns.take("a/quick");

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var waiting = threads.submit(() -> {
                work(slow, () -> hold.await(10, SECONDS));
            });
            List<Future<?>> free = List.of(threads.submit(() -> work(quick, () -> true)));

            free.getFirst().get(5, SECONDS);
            assertThat(waiting.isDone()).isFalse();
            hold.countDown();
        }
    }

    private static void work(Turn turn, java.util.concurrent.Callable<Boolean> task) {
        try (turn) {
            turn.await();
            task.call();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
