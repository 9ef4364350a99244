package dev.pgconvoy.worker.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.worker.plan.TaskNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JobSlotsTest {

    private final JobSlots slots = new JobSlots(2);
    private final List<String> woken = new ArrayList<>();
    private final JobSlots.Share shop = slots.share(() -> woken.add("shop"));
    private final JobSlots.Share books = slots.share(() -> woken.add("books"));

    private static Optional<TaskNode> take(JobSlots.Share share, TaskNode node) {
        return share.take(barred -> barred.contains(node.kind()) ? Optional.empty() : Optional.of(node));
    }

    private static TaskNode copy() {
        return DispatcherFixture.copy("orders");
    }

    private static TaskNode build() {
        return DispatcherFixture.build("orders_pkey");
    }

    @Test
    void databases_share_the_streams_of_rows() {
        assertThat(take(shop, copy())).isPresent();
        assertThat(take(books, copy())).isPresent();
        assertThat(take(books, copy())).isEmpty();
        assertThat(take(shop, copy())).isEmpty();
    }

    @Test
    void what_one_gives_back_another_may_take_and_is_told_so() {
        take(shop, copy());
        take(shop, copy());

        shop.giveBack(copy());

        assertThat(woken).containsExactly("books");
        assertThat(take(books, copy())).isPresent();
    }

    @Test
    void what_only_the_target_works_on_runs_beside_the_rows_half_as_many_at_once() {
        take(shop, copy());

        assertThat(take(books, build())).isPresent();
        assertThat(take(shop, build())).isEmpty();
    }

    @Test
    void as_many_indexes_as_jobs_are_built_when_no_rows_move_in_any_database() {
        assertThat(take(books, build())).isPresent();
        assertThat(take(shop, build())).isPresent();
        assertThat(take(shop, build())).isEmpty();
    }

    @Test
    void who_ends_leaves_nothing_taken() {
        take(shop, copy());
        take(shop, copy());

        shop.close();

        assertThat(woken).containsExactly("books");
        assertThat(take(books, copy())).isPresent();
        assertThat(take(books, copy())).isPresent();
    }
}
