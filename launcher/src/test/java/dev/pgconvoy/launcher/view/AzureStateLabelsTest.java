package dev.pgconvoy.launcher.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.Severity;
import dev.pgconvoy.launcher.SampleStatuses;
import dev.pgconvoy.migration.AzureStatus;
import dev.pgconvoy.migration.DatabasePhase;
import dev.pgconvoy.migration.DatabaseProgress;
import dev.pgconvoy.migration.MigrationState;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.Substate;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AzureStateLabelsTest {

    private static final DatabaseProgress TABLES_ONLY =
            new DatabaseProgress("shop", DatabasePhase.COPY, 5, 2, 3, 1, 0, 0, 0, 0, 0, 0, 0, -1);
    private static final Finding CONFIRM = new Finding(
            "azure-waits",
            "PGC3300",
            Severity.WARNING,
            "migration new-5432/m1",
            "It waits for a confirmation that databases may be overwritten.",
            "Update it with overwriteDbsInTarget True.");

    @ParameterizedTest(name = "{0} / {1}: {2}")
    @CsvSource({
        "InProgress,           MigratingData, MigratingData",
        "InProgress,           Dreaming,      Dreaming",
        "InProgress,           '',            MigratingData",
        "Resting,              '',            Resting",
        "WaitingForUserAction, WaitingForCutoverTrigger, WaitingForUserAction: WaitingForCutoverTrigger",
    })
    void the_services_own_words_are_shown_also_those_that_are_new(String state, String substate, String words) {
        assertThat(StateLabels.of(running(state, substate))).isEqualTo(words);
    }

    @Test
    void once_we_have_asked_it_to_stop_that_is_what_is_shown() {
        var status = status(
                MigrationState.IN_PROGRESS,
                Substate.CANCELING_REQUESTED_DB_MIGRATIONS,
                new AzureStatus("InProgress", "MigratingData", Optional.empty()));

        assertThat(StateLabels.of(status)).isEqualTo("CancelingRequestedDBMigrations");
    }

    @Test
    void what_it_waits_for_is_shown_with_what_to_do() {
        var waiting = running("WaitingForUserAction", "WaitingForTargetDBOverwriteConfirmation");

        assertThat(new ProgressView(140, 24, BarGlyphs.ASCII).lines(waiting, Duration.ofSeconds(5)))
                .containsExactly(
                        "new-5432/m1  WaitingForUserAction: WaitingForTargetDBOverwriteConfirmation  0:05",
                        "  It waits for a confirmation that databases may be overwritten. -> Update it with overwriteDbsInTarget True.",
                        "  shop  copy            3/11 tables, 1 failed  ########################################   27%"
                                .replace(
                                        "########################################",
                                        "##########.............................."));
        assertThat(plain(waiting, waiting))
                .contains("-> Update it with overwriteDbsInTarget True.")
                .hasLineCount(3);
    }

    @Test
    void where_only_tables_are_counted_no_bytes_are_shown() {
        assertThat(plain(running("InProgress", "MigratingData")))
                .contains("shop  copy  3/11 tables  27%\n")
                .doesNotContain(" B");
    }

    @Test
    void the_report_has_its_last_words_and_its_counters() {
        var failed = status(
                MigrationState.FAILED,
                Substate.COMPLETED,
                new AzureStatus("Failed", "Completed", Optional.of("There is already an active Migration.")));
        var moved = status(
                MigrationState.SUCCEEDED,
                Substate.COMPLETED,
                new AzureStatus("Succeeded", "Completed", Optional.empty()));

        assertThat(text(failed))
                .contains(
                        "Azure's migration service says: Failed, Completed\n  There is already an active Migration.",
                        "shop",
                        "3/11");
        assertThat(text(moved)).contains("pgconvoy verify").doesNotContain("Nothing was moved");
    }

    @Test
    void in_a_list_its_words_stand_behind_ours() {
        assertThat(ReportView.brief(running("InProgress", "Dreaming"))).isEqualTo("new-5432/m1  InProgress  Dreaming");
        assertThat(ReportView.brief(SampleStatuses.ended(MigrationState.FAILED)))
                .isEqualTo("new-5432/m1  Failed");
    }

    private static MigrationStatus running(String state, String substate) {
        var azure = new AzureStatus(state, substate, Optional.empty());
        return status(azure.ourState(), Substate.MIGRATING_DATA, azure);
    }

    private static MigrationStatus status(MigrationState state, Substate substate, AzureStatus azure) {
        var known = SampleStatuses.running(TABLES_ONLY);
        return new MigrationStatus(
                known.id(),
                known.revision(),
                state,
                substate,
                known.request(),
                known.requestHash(),
                known.requestedAt(),
                known.changedAt(),
                known.databases(),
                List.of(CONFIRM),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.of(azure),
                Optional.empty());
    }

    private static String plain(MigrationStatus... statuses) {
        var out = new ByteArrayOutputStream();
        var lines = new PlainLines(new PrintStream(out, true, StandardCharsets.UTF_8));
        for (var status : statuses) {
            lines.show(status, SampleStatuses.START);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String text(MigrationStatus status) {
        return String.join("\n", ReportView.lines(status));
    }
}
