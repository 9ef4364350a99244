package dev.pgconvoy.launcher.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.launcher.SampleStatuses;
import dev.pgconvoy.migration.MigrationState;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ValidationViewTest {

    @Test
    void the_worst_comes_first_and_each_finding_has_its_remedy_and_the_way_to_its_paragraph() {
        var status =
                SampleStatuses.validated(SampleFindings.LEFT_OUT, SampleFindings.PREPARED, SampleFindings.NO_CREATEDB);

        assertThat(ValidationView.lines(status))
                .containsExactly(
                        "Checks of new-5432/m1: Failed",
                        "  from  old:5432",
                        "  to    new:5432",
                        "",
                        "ERROR    PGC1301  The target's user may not create databases  (docs/findings.md#pgc1301)",
                        "  target server new:5432: User mover may not create databases.",
                        "    -> ALTER ROLE \"mover\" CREATEDB; on the target, or name another target user.",
                        "",
                        "WARNING  %s  %s  (docs/findings.md#%s)"
                                .formatted(
                                        FindingCode.PREPARED_TRANSACTIONS.code(),
                                        FindingCode.PREPARED_TRANSACTIONS.title(),
                                        FindingCode.PREPARED_TRANSACTIONS.code().toLowerCase(java.util.Locale.ROOT)),
                        "  shop: 2 prepared transactions are open.",
                        "    -> COMMIT PREPARED or ROLLBACK PREPARED them first (pg_prepared_xacts).",
                        "",
                        "REMARK   %s  %s  (docs/findings.md#%s)"
                                .formatted(
                                        FindingCode.LEFT_OUT.code(),
                                        FindingCode.LEFT_OUT.title(),
                                        FindingCode.LEFT_OUT.code().toLowerCase(java.util.Locale.ROOT)),
                        "  source server old:5432: These databases do not move: tmp",
                        "",
                        "1 error, 1 warning, 1 remark",
                        "The migration would fail or lose something. Nothing was moved. Mend the errors, then validate again.",
                        "Some remedies can be written as scripts for you to read and run: --fix-script FILE");
    }

    @Test
    void many_objects_of_one_code_are_capped_and_counted_and_share_their_remedy() {
        var status = SampleStatuses.validated(IntStream.rangeClosed(1, 12)
                .mapToObj(i -> SampleFindings.unreadable("shop" + i, "public.t"))
                .toArray(Finding[]::new));

        var lines = ValidationView.lines(status);

        assertThat(lines).contains("  and 7 more; --report FILE has all", "12 errors, 0 warnings, 0 remarks");
        assertThat(lines).filteredOn(line -> line.startsWith("  shop")).hasSize(5);
        assertThat(lines).filteredOn(line -> line.startsWith("    -> ")).hasSize(1);
    }

    @Test
    void what_the_migration_takes_is_told_with_what_decides_it() {
        var lines =
                ValidationView.lines(SampleStatuses.validated().withPreflight(Optional.of(SampleStatuses.preflight())));

        assertThat(lines)
                .containsSubsequence(
                        "ESTIMATE",
                        "  time         3 min; nine of ten migrations like this take at most 7 min",
                        "  decided by   the copy of the rows of \"public\".\"<orders>\" in \"shop\"",
                        "  disk         1.0 GB, of which 541 MB for WAL",
                        "  connections  10 to the source, 8 to the target",
                        "  measured     source 2.0 ms and 90.0 MB/s, target 20.0 ms and 70.0 MB/s, the target works at 85 % of the speed of docs/benchmarks.md",
                        "  database  tables  objects       rows    heap   TOAST  indexes  large objects   time  at most",
                        "  shop          12       96  2,000,000  312 MB  100 MB  80.0 MB        24.0 kB  3 min    7 min",
                        "  and 11 more",
                        "  The largest table of \"shop\" is \"public\".\"<orders>\" with 200 MB.");
        assertThat(ValidationView.lines(SampleStatuses.validated())).doesNotContain("ESTIMATE");
    }

    @Test
    void a_code_that_is_azures_own_is_shown_under_its_check() {
        assertThat(ValidationView.lines(SampleStatuses.validated(SampleFindings.ofAzure())))
                .contains("WARNING  603999  azure-new  (docs/findings.md#603999)");
    }

    @Test
    void each_end_has_its_words() {
        assertThat(ValidationView.lines(SampleStatuses.validated()))
                .contains("Checks of new-5432/m1: Passed", "0 errors, 0 warnings, 0 remarks");
        assertThat(ValidationView.lines(SampleStatuses.validated(SampleFindings.PREPARED)))
                .contains("Checks of new-5432/m1: Passed with warnings");
        assertThat(ValidationView.lines(SampleStatuses.canceledBecause("the window closes")))
                .contains("Checks of new-5432/m1: Not finished", "It was asked to stop: the window closes");
        assertThat(ValidationView.lines(SampleStatuses.ended(MigrationState.FAILED)))
                .contains("table t: It is not ours. Grant it.");
    }

    @Test
    void a_name_cannot_move_the_cursor_or_begin_a_line() {
        var lines = ValidationView.lines(SampleStatuses.validated(SampleFindings.unreadable("a\u001b[2J\nb", "t")));

        assertThat(lines).noneMatch(line -> line.contains("\u001b") || line.contains("\n"));
        assertThat(String.join("|", lines)).contains("a\\u001b[2J\\nb");
    }

    @Test
    void groups_keep_every_finding() {
        var findings = List.of(
                SampleFindings.NO_CREATEDB, SampleFindings.PREPARED, SampleFindings.LEFT_OUT, SampleFindings.PREPARED);

        var groups = FindingGroup.of(SampleStatuses.validated(findings.toArray(Finding[]::new)));

        assertThat(groups)
                .flatExtracting(FindingGroup::findings)
                .containsExactly(SampleFindings.NO_CREATEDB, SampleFindings.PREPARED, SampleFindings.LEFT_OUT);
    }
}
