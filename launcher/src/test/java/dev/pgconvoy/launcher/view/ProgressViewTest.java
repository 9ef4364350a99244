package dev.pgconvoy.launcher.view;

import static dev.pgconvoy.launcher.Statuses.database;
import static dev.pgconvoy.launcher.Statuses.running;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.migration.DatabasePhase;
import dev.pgconvoy.migration.DatabaseProgress;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressViewTest {

    private static final Duration ELAPSED = Duration.ofSeconds(72);

    private static ProgressView screen(int columns, int rows) {
        return new ProgressView(columns, rows, Glyphs.ASCII);
    }

    @Test
    void a_copy_shows_tables_bytes_speed_and_what_is_left() {
        var lines = screen(120, 24).lines(running(database("shop", DatabasePhase.COPY)), ELAPSED);

        assertThat(lines)
                .containsExactly(
                        "new-5432/m1  MigratingData  1:12",
                        "  shop  copy           20/34 tables  ##########..............................   25%  100 MB/400 MB  45.3 MB/s  ETA 1:15");
    }

    @ParameterizedTest
    @EnumSource(DatabasePhase.class)
    void every_phase_can_be_shown(DatabasePhase phase) {
        var lines = screen(100, 24).lines(running(database("shop", phase)), ELAPSED);

        assertThat(lines).hasSize(2);
        assertThat(lines.getLast()).contains(StateLabels.of(phase), "20/34 tables", "%");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20, 40, 60, 79, 80, 81, 100, 300})
    void no_line_fills_the_last_column(int columns) {
        var name = "a name that is much longer than any name should be";
        var lines = screen(columns, 24).lines(running(database(name, DatabasePhase.COPY)), ELAPSED);

        assertThat(lines).allSatisfy(line -> assertThat(line).hasSizeLessThan(Math.max(1, columns)));
    }

    @Test
    void an_estimate_that_was_too_low_is_not_the_end() {
        var over = new DatabaseProgress("d", DatabasePhase.COPY, 0, 1, 1, 0, 100, 250, 9, 0, 0, 0, 0, -1);

        assertThat(screen(100, 24).lines(running(over), ELAPSED).getLast())
                .contains("99%")
                .doesNotContain("ETA");
    }

    @Test
    void when_the_screen_is_low_those_that_move_are_shown_and_the_others_counted() {
        var databases = IntStream.range(0, 50)
                .mapToObj(i -> database("d" + i, i == 40 ? DatabasePhase.COPY : DatabasePhase.QUEUED))
                .toArray(DatabaseProgress[]::new);

        var lines = screen(100, 10).lines(running(databases), ELAPSED);

        assertThat(lines).hasSizeLessThan(10);
        assertThat(lines.get(1)).contains("d40", "copy");
        assertThat(lines.getLast()).isEqualTo("  and 44 more");
    }

    @Test
    void what_has_not_begun_has_no_bar() {
        assertThat(screen(100, 24).lines(running(DatabaseProgress.queued("shop")), ELAPSED))
                .endsWith("  shop  queued");
    }

    @Test
    void when_all_rows_are_through_the_indexes_are_counted() {
        var indexing = new DatabaseProgress("d", DatabasePhase.COPY, 0, 0, 9, 0, 100, 92, 9, 40, 10, 0, 0, -1);

        assertThat(screen(100, 24).lines(running(indexing), ELAPSED).getLast())
                .contains("9/9 tables", "25%", "10/40 indexes")
                .doesNotContain("/s");
    }

    @Test
    void failed_tables_are_counted() {
        var failed = new DatabaseProgress("d", DatabasePhase.COPY, 0, 1, 1, 3, 100, 50, 9, 0, 0, 0, 0, -1);

        assertThat(screen(100, 24).lines(running(failed), ELAPSED).getLast()).contains("1/5 tables, 3 failed");
    }
}
