package dev.pgconvoy.monitor.api.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RowTurnsTest {

    private final RowTurns<String, Integer> turns = new RowTurns<>();

    @Test
    void who_was_never_told_comes_first_and_then_who_has_waited_longest() {
        turns.told("a", 1);
        turns.told("b", 1);
        turns.told("a", 2);

        assertThat(turns.inTurn(List.of("a", "b", "new"))).containsExactly("new", "b", "a");
        assertThat(turns.inTurn(List.of("a"))).containsExactly("a");
    }

    @Test
    void a_row_is_told_once_until_it_is_another_one() {
        turns.told("a", 1);

        assertThat(turns.isTold("a", 1)).isTrue();
        assertThat(turns.isTold("a", 2)).isFalse();
        assertThat(turns.isTold("b", 1)).isFalse();
    }

    @Test
    void rows_that_are_not_watched_any_more_are_forgotten() {
        turns.told("a", 1);
        turns.told("b", 1);

        turns.keepOnly(List.of("b"));

        assertThat(turns.lastTold("a")).isEmpty();
        assertThat(turns.lastTold("b")).contains(1);
    }
}
