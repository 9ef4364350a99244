package dev.pgconvoy.launcher.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.launcher.SampleStatuses;
import dev.pgconvoy.migration.DatabasePhase;
import dev.pgconvoy.migration.MigrationState;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.Report.Difference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportViewTest {

    private static String text(MigrationStatus status) {
        return String.join("\n", ReportView.lines(status));
    }

    @Test
    void a_success_shows_what_was_moved_how_fast_and_what_was_proven() {
        var text = text(SampleStatuses.ended(MigrationState.SUCCEEDED, SampleStatuses.report(List.of())));

        assertThat(text)
                .contains("Migration new-5432/m1: Succeeded", "old:5432  PostgreSQL 13.22", "new:5432  PostgreSQL 17.5")
                .contains("2,000,000", "312 MB", "31 of 31 (content)")
                .contains("all in 3:07 min, 1.7 MB/s")
                .contains("copy", "12.3 s")
                .contains("public.orders", "25.0 MB/s", "yes")
                .contains("warning PGC2001  role app: It is not on the target.", "-> Create it.");
    }

    @Test
    void for_a_server_in_azure_it_ends_with_what_is_left_to_do() {
        assertThat(text(SampleStatuses.succeededIn("orders-flex.postgres.database.azure.com")))
                .contains("Next steps for orders-flex.postgres.database.azure.com")
                .contains("[?name=='orders-flex'].resourceGroup")
                .contains(
                        "./pgconvoy verify --source postgres://u@old:5432/postgres"
                                + " --target postgres://u@orders-flex.postgres.database.azure.com:5432/postgres --databases 'shop,Lager & Co'")
                .contains("--name orders-flex --high-availability ZoneRedundant", "--sku-name <SKU>")
                .contains(
                        "postgres://<user>@orders-flex.postgres.database.azure.com:5432/Lager%20%26%20Co?sslmode=verify-full")
                .contains("az monitor metrics list");
        assertThat(text(SampleStatuses.succeededIn("new"))).doesNotContain("Next steps");
        assertThat(text(SampleStatuses.failed(FailureCode.DATA_REFUSED))).doesNotContain("Next steps");
    }

    @Test
    void a_list_says_what_flows_and_which_labels_there_are() {
        var running = SampleStatuses.labelled(
                SampleStatuses.running(SampleStatuses.database("shop", DatabasePhase.COPY)), "team", "shop\u202e");
        var ended = SampleStatuses.ended(MigrationState.SUCCEEDED);

        assertThat(ReportView.brief(running)).endsWith("InProgress  45.3 MB/s  team=shop\\u202e");
        assertThat(ReportView.brief(ended)).endsWith("Succeeded");
        assertThat(ReportView.together(List.of(running, ended))).contains("1 of 2 running, 45.3 MB/s in all");
        assertThat(ReportView.together(List.of(ended))).isEmpty();
        assertThat(text(running)).contains("  labels  team=shop");
    }

    @Test
    void a_file_whose_name_says_so_is_a_page(@TempDir Path folder) {
        var status = SampleStatuses.ended(MigrationState.SUCCEEDED, SampleStatuses.report(List.of()));

        ReportFile.write(folder.resolve("report.html"), status);

        assertThat(folder.resolve("report.html"))
                .content()
                .startsWith("<!doctype html>")
                .contains("public.orders");
    }

    @Test
    void differences_are_named() {
        var report = SampleStatuses.report(List.of(new Difference("public.t", "rows", "3", "2")));

        assertThat(text(SampleStatuses.ended(MigrationState.FAILED, report)))
                .contains("Differences in shop: 1", "public.t: rows is 3 on the source and 2 on the target")
                .contains("Failure: table t: It is not ours. Grant it.");
    }

    @Test
    void a_table_that_differs_is_not_among_the_verified_ones() {
        var report = SampleStatuses.report(List.of(new Difference("public.orders", "rows", "3", "2")), 30);

        assertThat(text(SampleStatuses.ended(MigrationState.FAILED, report))).contains("30 of 31 (content)");
    }

    @Test
    void a_few_of_many_notes_and_differences_are_shown_and_the_others_counted() {
        var differences = IntStream.range(0, 5_000)
                .mapToObj(number -> new Difference("public.t" + number, "rows", "3", "2"))
                .toList();
        var notes = IntStream.range(0, 39_200)
                .mapToObj(number -> Finding.warning(
                        "restore", FindingCode.STATEMENT_REFUSED, "table t" + number, "Refused.", "Grant it."))
                .toList();
        var report = SampleStatuses.report(differences).ended(SampleStatuses.START, notes);

        assertThat(ReportView.lines(SampleStatuses.ended(MigrationState.FAILED, report)))
                .hasSizeLessThan(200)
                .contains("Differences in shop: 5,000")
                .anyMatch(line -> line.startsWith("  and 4,980 more differences"))
                .anyMatch(line -> line.startsWith("  and 39,151 more notes"));
    }

    @Test
    void after_a_cancel_it_says_what_to_drop() {
        assertThat(text(SampleStatuses.canceled("shop", "a\"b")))
                .contains("incomplete on the target new:5432", "DROP DATABASE \"shop\";", "DROP DATABASE \"a\"\"b\";");
        assertThat(text(SampleStatuses.canceled())).contains("Nothing of it is left on the target");
    }

    @Test
    void after_a_cancel_it_says_why_it_was_asked_for() {
        var canceled = SampleStatuses.canceledBecause("the window closes");

        assertThat(text(canceled)).contains("Asked to stop: the window closes");
        assertThat(ReportFile.json(canceled)).contains("\"cancelReason\" : \"the window closes\"");
        assertThat(text(SampleStatuses.canceled())).doesNotContain("Asked to stop");
    }

    @Test
    void the_same_finding_stands_once() {
        var known = Finding.warning("roles", FindingCode.STATEMENT_REFUSED, "role a", "It is odd.", "Look.");
        var again = Finding.warning("restore", FindingCode.STATEMENT_REFUSED, "role a", "It is odd.", "Look.");
        var report = SampleStatuses.report(List.of()).ended(SampleStatuses.START, List.of(again, again));
        var status = SampleStatuses.ended(MigrationState.SUCCEEDED, report).withFindings(List.of(known, known));

        assertThat(text(status)).containsOnlyOnce("role a: It is odd.").doesNotContain("more notes", "more findings");
    }

    @Test
    void after_a_failure_it_says_what_to_drop_and_whether_one_can_go_on() {
        assertThat(text(SampleStatuses.failed(FailureCode.PERMISSION_DENIED, "shop")))
                .contains("incomplete on the target new:5432", "DROP DATABASE \"shop\";", "--resume");
        assertThat(text(SampleStatuses.failed(FailureCode.VERIFICATION_FAILED, "shop")))
                .contains("DROP DATABASE \"shop\";")
                .doesNotContain("--resume");
    }

    @Test
    void what_was_expected_stands_beside_what_it_took() {
        var status = SampleStatuses.ended(MigrationState.SUCCEEDED, SampleStatuses.report(List.of()));

        assertThat(text(status.withPreflight(Optional.of(SampleStatuses.preflight()))))
                .contains(
                        "  all in 3:07 min, 1.7 MB/s\n  expected were 3 min, and at most 7 min; decided by the copy of");
        assertThat(text(status)).doesNotContain("expected were");
    }

    @Test
    void when_only_the_checks_were_asked_for_it_says_that_nothing_was_moved() {
        assertThat(text(SampleStatuses.ended(MigrationState.SUCCEEDED)))
                .contains("The checks passed. Nothing was moved");
    }

    @Test
    void no_password_is_in_the_file() {
        var json = ReportFile.json(SampleStatuses.ended(MigrationState.SUCCEEDED, SampleStatuses.report(List.of())));

        assertThat(json).contains("\"state\" : \"Succeeded\"", "\"PT12.34S\"").doesNotContain("sealed");
    }

    @Test
    void a_name_cannot_move_the_cursor_or_turn_the_writing() {
        assertThat(text(SampleStatuses.failed(FailureCode.PERMISSION_DENIED, "shop\u001b[2J\u202e")))
                .contains("\\u001b[2J\\u202e")
                .doesNotContain("\u001b", "\u202e");
    }

    @Test
    void the_file_is_its_owners_whether_it_is_new_or_was_there(@TempDir Path folder) throws IOException {
        var status = SampleStatuses.ended(MigrationState.SUCCEEDED, SampleStatuses.report(List.of()));
        var old = Files.writeString(folder.resolve("old.json"), "{}");
        Files.setPosixFilePermissions(old, PosixFilePermissions.fromString("rw-r--r--"));

        ReportFile.write(old, status);
        ReportFile.write(folder.resolve("new.json"), status);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(old)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("new.json"))))
                .isEqualTo("rw-------");
        assertThat(old).content().contains("Succeeded");
    }
}
