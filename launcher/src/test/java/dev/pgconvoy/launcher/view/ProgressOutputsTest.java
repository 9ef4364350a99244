package dev.pgconvoy.launcher.view;

import static dev.pgconvoy.launcher.SampleStatuses.START;
import static dev.pgconvoy.launcher.SampleStatuses.database;
import static dev.pgconvoy.launcher.SampleStatuses.running;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.launcher.SampleStatuses;
import dev.pgconvoy.migration.DatabasePhase;
import dev.pgconvoy.migration.DatabaseProgress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressOutputsTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private final PrintStream err = new PrintStream(errors, true, StandardCharsets.UTF_8);

    private String written() {
        var text = bytes.toString(StandardCharsets.UTF_8);
        bytes.reset();
        return text;
    }

    @Test
    void lines_tell_changes_at_once_and_are_never_silent_for_longer_than_two_seconds() {
        var lines = new PlainLines(out);

        lines.show(running(database("shop", DatabasePhase.COPY)), START);
        assertThat(written())
                .isEqualTo(
                        "2030-01-02T03:04:05Z  new-5432/m1  MigratingData\n"
                                + "2030-01-02T03:04:05Z  new-5432/m1  shop  copy  20/34 tables  25%  100 MB/400 MB  45.3 MB/s\n");

        lines.show(running(database("shop", DatabasePhase.COPY)), START.plusMillis(1_900));
        assertThat(written()).isEmpty();

        lines.tick(START.plusSeconds(2));
        assertThat(written())
                .startsWith("2030-01-02T03:04:07Z  new-5432/m1  shop  copy")
                .hasLineCount(1);

        lines.tick(START.plusSeconds(3600));
        assertThat(written()).hasLineCount(1);
        lines.tick(START.plusSeconds(3601));
        assertThat(written()).isEmpty();
        lines.tick(START.plusSeconds(3602));
        assertThat(written()).hasLineCount(1);

        lines.show(running(database("shop", DatabasePhase.VERIFY)), START.plusSeconds(3603));
        assertThat(written()).contains("shop  verify").hasLineCount(1);
        lines.tick(START.plusSeconds(3605));
        assertThat(written()).contains("shop  verify").hasLineCount(1);
    }

    @Test
    void builds_of_indexes_and_what_is_waited_for_have_words_of_their_own() {
        var lines = new PlainLines(out);
        var lock =
                Finding.warning("lock", FindingCode.LOCK_WAITED_FOR, "table public.t", "It is held by pid 7.", "Wait.");
        var built = new DatabaseProgress("shop", DatabasePhase.COPY, 0, 0, 34, 0, 400, 400, 7, 8, 2, 0, 0, 0);

        lines.show(running(built), START);
        assertThat(written()).contains("shop  building  34/34 tables", "2/8 indexes");

        lines.show(SampleStatuses.hindered(lock), START.plusSeconds(1));
        assertThat(written()).contains("table public.t: It is held by pid 7. -> Wait.");
        lines.tick(START.plusSeconds(3));
        assertThat(written()).contains("new-5432/m1  waits: table public.t");
    }

    @Test
    void bars_are_overwritten_in_place_and_only_when_they_change() {
        var bars = new TerminalBars(out, () -> new ProgressView(80, 24, BarGlyphs.ASCII));

        bars.show(running(database("shop", DatabasePhase.COPY)), START);
        assertThat(written()).doesNotContain("\u001b[2A").hasLineCount(3);

        bars.tick(START.plusMillis(900));
        assertThat(written()).isEmpty();

        bars.tick(START.plusSeconds(1));
        assertThat(written()).startsWith("\u001b[2A\r").contains("0:01\u001b[K");

        bars.note("remark");
        assertThat(written()).startsWith("\u001b[2A\r\u001b[Jremark\n").contains("MigratingData");
    }

    @Test
    void json_is_one_status_per_line_and_nothing_else() throws Exception {
        var json = new JsonLines(out, err);

        json.show(running(database("shop", DatabasePhase.COPY)), START);
        json.note("remark");

        var line = written();
        assertThat(line).hasLineCount(1).endsWith("}\n").doesNotContain("sealed");
        assertThat(EventJson.MAPPER.readTree(line).at("/id").asText()).isEqualTo("new-5432/m1");
        assertThat(errors.toString(StandardCharsets.UTF_8)).isEqualTo("remark\n");
    }
}
