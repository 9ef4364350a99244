package dev.pgconvoy.worker.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.copy.Work.PageRange;
import dev.pgconvoy.copy.Work.Slice;
import dev.pgconvoy.copy.Work.TableCheck;
import dev.pgconvoy.event.TaskResult.UnitResult;
import dev.pgconvoy.migration.Report.Difference;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.worker.ledger.DoneUnit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TableTotalsTest {

    private final TableTotals totals = new TableTotals("public.t");

    @Test
    void slices_that_differ_one_by_one_are_equal_when_their_sums_are() {
        check(1, 10, "100", 12, "150");
        assertThat(totals.isChecked()).isFalse();
        check(2, 5, "-70", 3, "-120");

        assertThat(totals.isChecked()).isTrue();
        assertThat(totals.difference()).isEmpty();
    }

    @Test
    void a_row_too_few_and_a_changed_row_are_differences() {
        check(1, 10, "100", 9, "100");
        check(2, 5, "1", 5, "1");
        assertThat(totals.difference()).contains(new Difference("public.t", "rows", "15", "14"));

        var changed = new TableTotals("public.t");
        changed.checked(whole(), unit(1, "7", 1, "8"));
        assertThat(changed.difference()).contains(new Difference("public.t", "checksum", "7", "8"));
    }

    @Test
    void a_slice_counts_once_however_often_its_result_comes() {
        check(1, 10, "100", 10, "100");
        check(1, 10, "100", 10, "100");
        assertThat(totals.isChecked()).isFalse();
        check(2, 5, "1", 5, "1");
        check(2, 5, "1", 5, "1");

        assertThat(totals.isVerified()).isTrue();
        assertThat(totals.report(true).rows()).isEqualTo(15);
    }

    @Test
    void what_differs_is_checked_but_not_verified() {
        totals.checked(whole(), unit(3, "7", 3, "8"));

        assertThat(totals.isChecked()).isTrue();
        assertThat(totals.isVerified()).isFalse();
    }

    @Test
    void parts_that_were_copied_at_once_took_the_time_of_the_clock() {
        copied(10_000, 10_000);
        copied(12_000, 10_000);
        copied(5_000, 2_000);

        assertThat(totals.report(true).duration()).isEqualTo(Duration.ofSeconds(12));
        assertThat(totals.report(true).bytes()).isEqualTo(3_000);
    }

    @Test
    void the_time_in_which_nobody_copied_it_does_not_count() {
        copied(90_000, 3_000);
        copied(10_000, 7_000);

        assertThat(totals.report(true).duration()).isEqualTo(Duration.ofSeconds(10));
    }

    private void copied(long doneAt, long millis) {
        totals.copied(new DoneUnit(UnitResult.of("copy", 10, 1_000, millis), Instant.ofEpochMilli(doneAt)));
    }

    private static final PageRange HALF = new PageRange(Optional.empty(), Optional.of(7L));

    private void check(int number, long rows, String sum, long targetRows, String targetSum) {
        totals.checked(
                new TableCheck(
                        new TableName("public", "t"),
                        false,
                        Optional.empty(),
                        Optional.of(new Slice(number, 2, HALF, HALF))),
                unit(rows, sum, targetRows, targetSum));
    }

    private static TableCheck whole() {
        return new TableCheck(new TableName("public", "t"), false, Optional.empty(), Optional.empty());
    }

    private static UnitResult unit(long rows, String sum, long targetRows, String targetSum) {
        return new UnitResult("verify", rows, 0, 0, targetRows, sum, targetSum, List.of());
    }
}
