package dev.pgconvoy.worker.copier;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class IdleSessionsTest {

    private final AtomicLong clock = new AtomicLong();
    private final List<String> ended = new ArrayList<>();
    private final IdleSessions<String, String> idle = new IdleSessions<>(2, clock::get, ended::add);

    @Test
    void what_one_slot_put_aside_another_one_takes() {
        idle.take("shop");
        idle.putAside("shop", "first");

        assertThat(idle.take("shop")).contains("first");
        assertThat(idle.take("shop")).isEmpty();
        assertThat(ended).isEmpty();
    }

    @Test
    void sessions_of_another_database_are_not_taken() {
        idle.take("shop");
        idle.putAside("shop", "first");

        assertThat(idle.take("crm")).isEmpty();
        assertThat(ended).isEmpty();
    }

    @Test
    void there_are_no_more_than_slots_and_the_oldest_are_ended() {
        // given
        idle.take("shop");
        idle.take("crm");
        idle.putAside("shop", "first");
        idle.putAside("crm", "second");

        // when
        var found = idle.take("stock");

        // then
        assertThat(found).isEmpty();
        assertThat(ended).containsExactly("first");
        assertThat(idle.take("crm")).contains("second");
    }

    @Test
    void what_a_slot_has_ended_itself_makes_room() {
        // given
        idle.take("shop");
        idle.take("crm");
        idle.putAside("shop", "first");
        idle.ended();

        // when
        idle.take("stock");

        // then
        assertThat(ended).isEmpty();
    }

    @Test
    void what_nobody_takes_for_a_while_is_ended() {
        // given
        idle.take("shop");
        idle.putAside("shop", "first");
        clock.addAndGet(IdleSessions.KEPT.toNanos());

        // when
        idle.endOld();
        assertThat(ended).isEmpty();
        clock.incrementAndGet();
        idle.endOld();

        // then
        assertThat(ended).containsExactly("first");
        assertThat(idle.take("shop")).isEmpty();
    }

    @Test
    void in_the_end_all_is_ended() {
        idle.take("shop");
        idle.take("crm");
        idle.putAside("shop", "first");
        idle.putAside("crm", "second");

        idle.endAll();

        assertThat(ended).containsExactly("first", "second");
    }
}
