package dev.pgconvoy.launcher.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.Severity;
import dev.pgconvoy.launcher.SampleStatuses;
import dev.pgconvoy.migration.pause.MigrationPause;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MigrationRemarksTest {

    private static final Finding HELD = new Finding(
            "ledger-held",
            "PGC2040",
            Severity.WARNING,
            "database \"shop\" on new:5432",
            "Session 4711 holds the ledger.",
            "End it: SELECT pg_terminate_backend(4711)");

    @Test
    void what_is_in_the_way_of_the_end_is_said_with_what_helps() {
        assertThat(MigrationRemarks.of(SampleStatuses.hindered(HELD)))
                .containsExactly("database \"shop\" on new:5432: Session 4711 holds the ledger."
                        + " -> End it: SELECT pg_terminate_backend(4711)");
        assertThat(MigrationRemarks.of(SampleStatuses.running())).isEmpty();
    }

    @Test
    void when_a_pause_ends_by_itself_is_known_once_it_is_reached() {
        var until = Instant.parse("2030-01-31T18:00:00Z");
        var asked = new MigrationPause(
                "month's end", Optional.of("dba"), until.minusSeconds(60), Optional.of(until), false);

        assertThat(MigrationRemarks.paused(asked))
                .isEqualTo("paused by dba: month's end -> it goes on with pgconvoy resume,"
                        + " or by itself after at most as long as the workers allow");
        assertThat(MigrationRemarks.paused(asked.reached(until))).endsWith("or by itself at 2030-01-31T18:00:00Z");
    }

    @Test
    void lines_say_it_once() {
        var out = new ByteArrayOutputStream();
        var lines = new PlainLines(new PrintStream(out, true, StandardCharsets.UTF_8));

        lines.show(SampleStatuses.hindered(HELD), SampleStatuses.START);
        lines.show(SampleStatuses.hindered(HELD), SampleStatuses.START.plusSeconds(1));

        assertThat(out.toString(StandardCharsets.UTF_8)).containsOnlyOnce("Session 4711");
    }
}
