package dev.pgconvoy.migration;

import static dev.pgconvoy.fixture.Fixtures.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.Severity;
import dev.pgconvoy.migration.Report.DatabaseReport;
import dev.pgconvoy.migration.Report.Difference;
import dev.pgconvoy.migration.Report.PhaseTime;
import dev.pgconvoy.migration.Report.TableReport;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whatever was found, the report fits into an event, and its totals count all.
class ReportPropertiesTest {

    private static final List<String> PIECES = List.of("x", "\u0001", "é", "漢", "\uD83D\uDE00", "\uD83D", "\"\\");

    /// What one database of it is made of.
    record Monster(
            int databases, int notes, int codes, int tables, int differences, int phases, int length, String piece) {

        String text(int number) {
            return (number + piece).repeat(1 + length / (1 + piece.length()));
        }

        List<Finding> allNotes() {
            return some(
                    notes,
                    index -> new Finding(
                            text(index), "C" + index % codes, Severity.WARNING, text(index), text(index), text(index)));
        }

        DatabaseReport database(int number) {
            return new DatabaseReport(
                    text(number),
                    tables,
                    tables,
                    2L * tables,
                    tables / 2,
                    some(phases, index -> new PhaseTime(text(index), Duration.ofNanos(Long.MAX_VALUE))),
                    some(
                            tables,
                            index -> new TableReport(
                                    text(index), 1, 2, Duration.ofNanos(Long.MAX_VALUE), index % 2 == 1)),
                    some(differences, index -> new Difference(text(index), text(index), text(index), text(index))));
        }

        Report report() {
            return new Report(
                    NOON,
                    NOON,
                    text(1),
                    text(2),
                    VerifyMode.FULL,
                    some(databases, this::database),
                    NotesByCode.of(allNotes()),
                    Integer.MAX_VALUE);
        }

        private static <T> List<T> some(int count, IntFunction<T> make) {
            return IntStream.range(0, count).mapToObj(make).toList();
        }
    }

    @Provide
    Arbitrary<Monster> monsters() {
        return Combinators.combine(
                        Arbitraries.of(0, 1, 3, 50),
                        Arbitraries.of(0, 1, 250, 3_000),
                        Arbitraries.of(1, 3, 99, 100, 101, 150),
                        Arbitraries.of(0, 10, 1_000),
                        Arbitraries.of(0, 10, 1_200),
                        Arbitraries.of(0, 3, 200),
                        Arbitraries.of(1, 60, 2_000),
                        Arbitraries.of(PIECES))
                .as(Monster::new);
    }

    @Property(tries = 20)
    void a_report_is_never_larger_than_an_event_takes_and_counts_all(@ForAll("monsters") Monster monster)
            throws IOException {
        var report = monster.report();
        var json = EventJson.write(report);

        assertThat(json.length).isLessThanOrEqualTo(Report.LARGEST);
        assertThat(report.noteCounts().stream().mapToLong(NoteCount::count).sum())
                .isEqualTo(monster.notes());
        assertThat(shown(report).count() + leftOut(report)).isEqualTo(monster.notes());
        assertThat(report.databases()).hasSize(monster.databases()).allSatisfy(database -> {
            assertThat(database.differenceCount()).isEqualTo(monster.differences());
            assertThat(database.tables().size() + database.moreTables().count()).isEqualTo(monster.tables());
            assertThat(database.tables().stream().filter(TableReport::verified).count()
                            + database.moreTables().verified())
                    .isEqualTo(monster.tables() / 2);
        });
        assertThat(EventJson.MAPPER.readValue(json, Report.class)).isEqualTo(report);
    }

    @ParameterizedTest
    @CsvSource({"1, 12000", "50, 250", "1000, 12"})
    void the_largest_there_can_be_fits(int databases, int tables) {
        for (var piece : PIECES) {
            var report = new Monster(databases, 3_000, 150, tables, 12, 200, 1_000, piece).report();

            assertThat(EventJson.write(report).length).isLessThanOrEqualTo(Report.LARGEST);
            assertThat(report.databases()).hasSize(databases);
        }
    }

    @Property(tries = 10)
    void what_is_found_at_the_very_end_is_counted_with_what_was_left_out(@ForAll("monsters") Monster monster) {
        var report = monster.report().ended(NOON.plusSeconds(1), monster.allNotes());

        assertThat(EventJson.write(report).length).isLessThanOrEqualTo(Report.LARGEST);
        assertThat(report.noteCounts().stream().mapToLong(NoteCount::count).sum())
                .isEqualTo(2L * monster.notes());
        assertThat(shown(report).count() + leftOut(report)).isEqualTo(2L * monster.notes());
    }

    private static Stream<Finding> shown(Report report) {
        return report.notes().stream().filter(note -> !note.check().equals(NotesByCode.LEFT_OUT));
    }

    private static long leftOut(Report report) {
        return report.notes().stream()
                .filter(note -> note.check().equals(NotesByCode.LEFT_OUT))
                .mapToLong(note -> Long.parseLong(
                        note.object().substring(0, note.object().indexOf(' ')).replace(",", "")))
                .sum();
    }
}
