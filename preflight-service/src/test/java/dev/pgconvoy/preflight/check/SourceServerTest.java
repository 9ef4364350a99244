package dev.pgconvoy.preflight.check;

import static dev.pgconvoy.preflight.check.AssessmentLines.brief;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.postgres.ServerVersion;
import dev.pgconvoy.preflight.check.CollationVersions.Kind;
import dev.pgconvoy.preflight.check.CollationVersions.Library;
import dev.pgconvoy.preflight.model.ExaminedSide;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the checks of servers and of old things make of cases that no test can wait for.
class SourceServerTest {

    private static final long GB = 1L << 30;

    @ParameterizedTest(name = "{0} s, wrote {1}: {2}")
    @CsvSource({
        "4, true,",
        "5, true, WARNING PGC1520 shop",
        "3599, false,",
        "3600, false, INFO PGC1520 shop",
        "-1, true,"
    })
    void transactions_are_told_when_they_are_old(long seconds, boolean wrote, String told) {
        var row = new OpenTransactions.Row("shop", 7, "app", "", "", Duration.ofSeconds(seconds), wrote);

        assertThat(brief(new OpenTransactions().assess(List.of(row))))
                .isEqualTo(told == null ? List.of() : List.of(told));
    }

    @ParameterizedTest(name = "{0} GB come, {1} GB go, {2} GB are free: {3}")
    @CsvSource({"10, 0, 13,", "10, 0, 12, WARNING", "10, 0, 9, ERROR", "10, 10, 3,", "10, 4, 7, WARNING"})
    void the_disk_must_have_room_for_sorting_and_wal_too(long coming, long going, long free, String severity) {
        var row = new TargetDisk.Row("server", "/data", coming * GB, going * GB, GB, OptionalLong.of(free * GB), false);

        assertThat(brief(new TargetDisk().assess(row)))
                .isEqualTo(severity == null ? List.of() : List.of(severity + " PGC1620 server"));
    }

    @Test
    void what_filters_leave_out_may_be_what_does_not_fit() {
        var row = new TargetDisk.Row("server", "/data", 10 * GB, 0, GB, OptionalLong.of(GB), true);

        assertThat(brief(new TargetDisk().assess(row))).containsExactly("WARNING PGC1620 server");
    }

    @ParameterizedTest(name = "{0} {1}, {2} multixacts: {3}")
    @CsvSource({
        "TARGET, 1599999999, 0,",
        "TARGET, 1600000000, 0, WARNING",
        "TARGET, 0, 1600000000, WARNING",
        "TARGET, 2144483647, 0, ERROR",
        "SOURCE, 2144483647, 0, WARNING"
    })
    void old_transaction_ids_are_told(ExaminedSide side, long age, long multixacts, String severity) {
        var row = new TransactionIdAge.Row(side, "server", "shop", age, multixacts);

        assertThat(brief(new TransactionIdAge().assess(row)))
                .isEqualTo(severity == null ? List.of() : List.of(severity + " PGC1624 server"));
    }

    @Test
    void partitions_by_text_are_told_where_the_target_sorts_with_another_library() {
        var row = new CollationVersions.Row(
                "shop", Kind.PARTITIONS, "public.names", "default", "c", "de_DE.utf8", "2.31", "2.31");
        var library = new Library("c", "de_DE.utf8");

        assertThat(brief(new CollationVersions().assess(List.of(row), Map.of(library, Set.of("2.36")))))
                .containsExactly("WARNING PGC1523 table public.names in \"shop\"");
        assertThat(new CollationVersions().assess(List.of(row), Map.of(library, Set.of("2.31"))))
                .isEmpty();
        assertThat(new CollationVersions().assess(List.of(row), Map.of(library, Set.of())))
                .isEmpty();
    }

    @Test
    void a_standby_that_ends_long_reads_is_told() {
        var row = new CopyLimits.Row("server", -1, -1, 30);

        assertThat(brief(new CopyLimits().assessSource(row))).containsExactly("WARNING PGC1625 server");
        assertThat(new CopyLimits().assessSource(new CopyLimits.Row("server", -1, -1, -1)))
                .isEmpty();
    }

    @Test
    void names_that_the_target_cuts_are_an_error_where_two_become_one() {
        var one = new LongNames.Row("shop", "relation in public", "rückgabe_a", 9);
        var twin = new LongNames.Row("shop", "relation in public", "rückgabe_b", 9);
        var elsewhere = new LongNames.Row("shop", "relation in other", "rückgabe_b", 9);

        assertThat(brief(new LongNames().assess(List.of(one, elsewhere)))).containsExactly("WARNING PGC1531 shop");
        assertThat(brief(new LongNames().assess(List.of(one, twin)))).containsExactly("ERROR PGC1531 shop");
        assertThat(new LongNames().assess(List.of())).isEmpty();
    }

    @Test
    void before_the_role_that_sees_all_there_is_only_a_superuser() {
        var old = new SourceLoadSight.Row("source server db", "mover", new ServerVersion(90_624), false);

        assertThat(new SourceLoadSight().assess(old)).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("PGC1626");
            assertThat(finding.remedy()).startsWith("Name a superuser").doesNotContain("GRANT");
        });
    }

    @Test
    void a_name_that_is_cut_may_equal_one_that_is_not_too_long() {
        var cut = new LongNames.Row("shop", "relation in public", "rückgabe_a", 9);
        var same = new LongNames.Row("shop", "relation in public", "rückgabe", 9);

        assertThat(brief(new LongNames().assess(List.of(same, cut)))).containsExactly("ERROR PGC1531 shop");
        assertThat(new LongNames().assess(List.of(same))).isEmpty();
    }
}
