package dev.pgconvoy.it.promise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.it.promise.PromiseRecord.Promise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromisePageTest {

    @TempDir
    private Path folder;

    private static final List<PromiseRecord> RECORDS = List.of(
            record(1, "Succeeded", List.of(), "Succeeded", "", Promise.KEPT),
            record(2, "Failed", List.of("PGC1302"), "Succeeded", "", Promise.JUSTIFIED),
            record(3, "Failed", List.of("603101"), "ValidationFailed", "", Promise.JUSTIFIED),
            record(4, "Warning", List.of(), "Failed", "DATA_REFUSED: public.t: a | b\nc", Promise.BROKEN),
            record(5, "Failed", List.of("PGC1701"), "Succeeded", "", Promise.NEEDLESS));

    @Test
    void exceptions_are_counted_both_ways_and_told_in_one_line_each() {
        assertThat(PromisePage.section(RECORDS))
                .contains(
                        "5 random databases (seeds 1-5)",
                        "| `Succeeded` | 1 | 1 | 0 | 0 |",
                        "| `Warning` | 1 | 0 | 0 | 1 |",
                        "| `Failed` | 3 | 2 | 0 | 1 |",
                        "| all | 5 | 3 | 0 | 2 |",
                        "| 4 | piece, family | Warning | DATA_REFUSED: public.t: a \\| b c |",
                        "| 5 | piece, family | Failed `PGC1701` | refused, and without the checks everything arrives |");
    }

    /// Run with `-Dregenerate=true` it writes the section instead.
    @Test
    void the_page_of_findings_says_what_the_kept_runs_say() throws IOException {
        var records =
                PromiseRuns.in(Path.of("..", "docs", "promise-runs.jsonl")).records();
        var page = Path.of("..", "docs", "findings.md");
        PromisePage.writeIfWanted(Boolean.getBoolean("regenerate") ? page.toString() : "", records);

        assertThat(PromisePage.sectionOf(page))
                .as(
                        "stale? mvn test -pl it -am -Dtest=PromisePageTest -Dsurefire.failIfNoSpecifiedTests=false -Dregenerate=true")
                .isEqualTo(records.isEmpty() ? "" : PromisePage.section(records));
    }

    @Test
    void the_section_takes_the_place_of_the_one_before_and_leaves_the_page() throws IOException {
        var page = Files.writeString(folder.resolve("page.md"), "# Findings\n\nall\n");
        PromisePage.writeIfWanted(page.toString(), RECORDS);

        PromisePage.writeIfWanted(page.toString(), RECORDS.subList(0, 1));

        assertThat(Files.readString(page))
                .isEqualTo("# Findings\n\nall\n\n" + PromisePage.section(RECORDS.subList(0, 1)));
        assertThat(PromisePage.sectionOf(page)).isEqualTo(PromisePage.section(RECORDS.subList(0, 1)));
    }

    @Test
    void a_record_keeps_the_first_losses_and_how_many_there_were() {
        var losses =
                IntStream.range(0, 3_000).mapToObj(i -> "- large object " + i).toList();

        assertThat(PromiseRecord.shortened(losses)).hasSize(51).endsWith("and 2950 more");
        assertThat(PromiseRecord.shortened(losses.subList(0, 50))).isEqualTo(losses.subList(0, 50));
    }

    @Test
    void a_record_is_one_line_and_read_as_it_was_written() {
        assertThat(RECORDS).allSatisfy(record -> {
            assertThat(record.json()).doesNotContain("\n");
            assertThat(PromiseRecord.read(record.json())).isEqualTo(record);
        });
    }

    @Test
    void a_campaign_goes_on_with_the_runs_of_its_file() throws IOException {
        var file = folder.resolve("runs").resolve("runs.jsonl");
        var first = PromiseRuns.in(file);
        first.add(RECORDS.get(3));
        first.add(RECORDS.get(1));
        first.add(record(4, "Warning", List.of(), "Succeeded", "", Promise.KEPT));

        var next = PromiseRuns.in(file);

        assertThat(next.has(4)).isTrue();
        assertThat(next.has(5)).isFalse();
        assertThat(next.records()).extracting(PromiseRecord::promise).containsExactly(Promise.JUSTIFIED, Promise.KEPT);
        next.forget();
        assertThat(next.has(4)).isFalse();
        assertThat(next.records()).isEmpty();
    }

    private static PromiseRecord record(
            long seed, String verdict, List<String> errors, String state, String failure, Promise promise) {
        return new PromiseRecord(
                seed,
                List.of("family"),
                List.of("piece"),
                List.of(),
                "UTF8",
                verdict,
                errors,
                List.of(),
                state,
                failure,
                List.of(),
                List.of(),
                promise,
                1_000,
                "abc");
    }
}
