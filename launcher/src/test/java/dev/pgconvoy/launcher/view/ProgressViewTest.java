package dev.pgconvoy.launcher.view;

import static dev.pgconvoy.launcher.SampleStatuses.database;
import static dev.pgconvoy.launcher.SampleStatuses.running;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.launcher.SampleStatuses;
import dev.pgconvoy.migration.DatabasePhase;
import dev.pgconvoy.migration.DatabaseProgress;
import dev.pgconvoy.migration.MigrationState;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressViewTest {

    private static final Duration ELAPSED = Duration.ofSeconds(72);

    private static ProgressView screen(int columns, int rows) {
        return new ProgressView(columns, rows, BarGlyphs.ASCII);
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
                .contains("9/9 tables", "99%", "92 B  10/40 indexes")
                .doesNotContain("/s");
    }

    /// The whole way of a copy whose size was estimated too high.
    @Test
    void the_percentage_is_that_of_the_bytes_and_never_goes_back() {
        var way = List.of(
                new DatabaseProgress("d", DatabasePhase.COPY, 0, 1, 8, 0, 400, 300, 9, 40, 0, 0, 0, -1),
                new DatabaseProgress("d", DatabasePhase.COPY, 0, 0, 9, 0, 400, 300, 9, 40, 0, 0, 0, -1),
                new DatabaseProgress("d", DatabasePhase.POST_DATA, 0, 0, 9, 0, 400, 300, 9, 40, 1, 0, 0, -1),
                new DatabaseProgress("d", DatabasePhase.VERIFY, 0, 0, 9, 0, 400, 300, 9, 40, 40, 2, 0, -1),
                new DatabaseProgress("d", DatabasePhase.DONE, 0, 0, 9, 0, 400, 300, 9, 40, 40, 9, 0, -1));

        assertThat(way.stream().map(PhaseShare::of).map(share -> share.percent().strip()))
                .containsExactly("75%", "99%", "99%", "99%", "100%");
        assertThat(way.stream().map(PhaseShare::of).map(PhaseShare::amount))
                .containsExactly(
                        "300 B/400 B", "300 B  0/40 indexes", "300 B  1/40 indexes", "300 B  2/9 verified", "300 B");
    }

    @Test
    void what_is_only_compared_counts_tables() {
        var compared = new DatabaseProgress("d", DatabasePhase.VERIFY, 0, 0, 4, 0, 0, 0, 0, 0, 0, 1, 0, -1);

        assertThat(screen(100, 24).lines(running(compared), ELAPSED).getLast()).contains("25%  1/4 verified");
    }

    /// After eight seconds somebody read "ETA 33:00:00".
    @ParameterizedTest
    @CsvSource({
        "8, 10, 118800, false",
        "8, 100, 118800, false",
        "72, 100, 75, true",
        "1, 1, 9, false",
        "10, 20, 9, true"
    })
    void an_end_is_only_foretold_when_the_way_so_far_speaks_for_it(
            int elapsed, long copied, long left, boolean isForetold) {
        var copying = new DatabaseProgress("d", DatabasePhase.COPY, 0, 1, 1, 0, 1_000, copied, 9, 0, 0, 0, 5, left);

        var line = screen(120, 24)
                .lines(running(copying), Duration.ofSeconds(elapsed))
                .getLast();

        assertThat(line.contains("ETA")).as(line).isEqualTo(isForetold);
    }

    @Test
    void there_is_no_speed_after_the_end() {
        assertThat(screen(120, 24)
                        .lines(
                                SampleStatuses.ended(MigrationState.CANCELED)
                                        .withDatabases(List.of(database("shop", DatabasePhase.COPY))),
                                ELAPSED)
                        .getLast())
                .contains("25%", "100 MB/400 MB")
                .doesNotContain("/s", "ETA");
    }

    @Test
    void failed_tables_are_counted() {
        var failed = new DatabaseProgress("d", DatabasePhase.COPY, 0, 1, 1, 3, 100, 50, 9, 0, 0, 0, 0, -1);

        assertThat(screen(100, 24).lines(running(failed), ELAPSED).getLast()).contains("1/5 tables, 3 failed");
    }
}
