package dev.pgconvoy.preflight.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.migration.estimate.Estimate;
import dev.pgconvoy.migration.estimate.MeasuredRates;
import dev.pgconvoy.postgres.TableName;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// From sizes and measured rates to durations.
class MigrationModelTest {

    private static final long MB = 1_000_000;
    private static final MigrationModel.Target TARGET = new MigrationModel.Target(8_589_934_592L);
    private static final MeasuredRates LOOPBACK = rates(0.1, 1_000, 100);

    /// The sizes of the workloads of docs/benchmarks.md, in MB and thousands, and what they took there.
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // workload, tables, rows k, heap, toast, indexes MB, indexes, FKs, LOs, LO MB, verify, median s, slowest s
        "bulk,          1, 10000, 1281,    0, 214,    1,  0,     0,   0, false, 10.2,  10.8",
        "bulk verified, 1, 10000, 1281,    0, 214,    1,  0,     0,   0, true,  12.7,  12.7",
        "wide,          1,  2000,  960,    0, 245,    3,  0,     0,   0, false,  9.15,  9.33",
        "wide verified, 1,  2000,  960,    0, 245,    3,  0,     0,   0, true,  11.0,  11.0",
        "toast,         1,     4,    1, 1040,   1,    1,  0,     0,   0, false,  5.75,  6.58",
        "toast verified, 1,    4,    1, 1040,   1,    1,  0,     0,   0, true,   6.55,  6.55",
        "skew,          1,  5000, 1012,    0, 107,    1,  0,     0,   0, false,  5.76,  6.16",
        "skew verified, 1,  5000, 1012,    0, 107,    1,  0,     0,   0, true,   7.88,  7.88",
        "fks,           4,  5000,  400,    0, 131,    4,  5,     0,   0, false,  8.79,  9.17",
        "fks verified,  4,  5000,  400,    0, 131,    4,  5,     0,   0, true,  11.4,  11.4",
        "many,       2000,   200,   33,    0,  66, 4000,  0,     0,   0, false,  5.07,  6.74",
        "many verified, 2000, 200,  33,    0,  66, 4000,  0,     0,   0, true,   5.83,  5.83",
        "blobs,         1,    20,    1,    0,   1,    1,  0, 20000, 152, false,  2.60,  2.87",
    })
    void the_workloads_of_the_benchmarks_are_estimated_as_they_were_measured(
            String workload,
            int tables,
            long rows,
            long heap,
            long toast,
            long indexBytes,
            int indexes,
            int foreignKeys,
            long largeObjects,
            long largeObjectBytes,
            boolean verified,
            double median,
            double slowest) {
        var size = new DatabaseSize(
                "bench",
                IntStream.range(0, tables)
                        .mapToObj(number -> new TableSize(
                                new TableName("public", "t" + number),
                                rows * 1_000 / tables,
                                heap * MB / tables,
                                toast * MB / tables,
                                indexBytes * MB / tables,
                                indexes / tables,
                                foreignKeys))
                        .toList(),
                tables,
                largeObjects,
                largeObjectBytes * MB);

        var estimate = estimate(new CopyConditions(4, false, verified, LOOPBACK), size);

        assertThat(seconds(estimate.duration().p50())).isBetween(median * 0.7, median * 1.3);
        assertThat(seconds(estimate.duration().p90())).isGreaterThan(slowest).isLessThan(median * 4 + 4);
    }

    @Test
    void a_slow_wire_bounds_the_copy_and_more_connections_share_it() {
        var size = equalTables(64, 627);

        // as measured in docs/benchmarks.md: 33.4, 18.3 and 9.5 s
        assertThat(seconds(p50(1, 20, size))).isBetween(33.4 * 0.7, 33.4 * 1.3);
        assertThat(seconds(p50(2, 20, size))).isBetween(18.3 * 0.7, 18.3 * 1.3);
        assertThat(seconds(p50(4, 20, size))).isBetween(9.5 * 0.7, 9.5 * 1.3);
    }

    @Test
    void a_long_way_to_the_source_costs_a_round_trip_for_each_table() {
        var many = equalTables(2_000, 33);

        var estimate = estimate(new CopyConditions(8, false, false, rates(20, 200, 100)), many);

        // as measured in docs/benchmarks.md: 52.4 s
        assertThat(seconds(estimate.duration().p50())).isBetween(52.4 * 0.7, 52.4 * 1.3);
        assertThat(estimate.boundBy()).isEqualTo("the number of objects in \"shop\"");
    }

    @Test
    void what_bounds_it_is_named() {
        var orders = table("Orders", 1_000_000, 900 * MB, 10 * MB, 0);
        var small = table("small", 1_000, MB, MB, 0);
        var indexed = table("indexed", 1_000_000, 100 * MB, 900 * MB, 0);
        var referring = table("referring", 100_000_000, MB, MB, 9);

        assertThat(bound(orders, small)).isEqualTo("the copy of the rows of \"public\".\"Orders\" in \"shop\"");
        assertThat(bound(indexed, small)).isEqualTo("building the indexes of \"public\".\"indexed\" in \"shop\"");
        assertThat(bound(referring)).isEqualTo("the check of foreign keys in \"shop\"");
        assertThat(bound(IntStream.range(0, 9)
                        .mapToObj(number -> table("t" + number, 1_000_000, 100 * MB, MB, 0))
                        .toArray(TableSize[]::new)))
                .isEqualTo("the copy of rows in \"shop\"");
        assertThat(bound()).isEqualTo("the number of objects in \"shop\"");
        assertThat(estimate(new CopyConditions(4, false, false, LOOPBACK)).boundBy())
                .isEqualTo("nothing");
    }

    @Test
    void a_slow_target_takes_longer_and_two_machines_share_the_work() {
        var size = equalTables(4, 1_000);
        var usual = estimate(new CopyConditions(4, false, true, LOOPBACK), size);
        var slow = estimate(new CopyConditions(4, false, true, rates(0.1, 1_000, 50)), size);
        var apart = estimate(new CopyConditions(4, true, true, LOOPBACK), size);

        assertThat(slow.duration().p50())
                .isGreaterThan(usual.duration().p50().multipliedBy(3).dividedBy(2));
        assertThat(apart.duration().p50()).isLessThan(usual.duration().p50());
        assertThat(apart.duration().p90())
                .as("nobody promises a second processor")
                .isEqualTo(usual.duration().p90());
    }

    @Test
    void the_disk_holds_all_bytes_and_the_wal_that_no_checkpoint_has_removed() {
        var small = estimate(new CopyConditions(4, false, true, LOOPBACK), equalTables(1, 100));
        assertThat(small.peakWalBytes()).isEqualTo(121 * MB);
        assertThat(small.targetDiskBytes()).isEqualTo(231 * MB);

        var large = estimate(new CopyConditions(4, false, true, LOOPBACK), equalTables(1, 100_000));
        assertThat(large.peakWalBytes()).isEqualTo(TARGET.maxWalBytes() * 3 / 2);
    }

    @Test
    void databases_follow_each_other_and_each_holds_its_snapshots() {
        var one = estimate(new CopyConditions(4, false, true, LOOPBACK), equalTables(9, 900));
        var two = estimate(new CopyConditions(4, false, true, LOOPBACK), equalTables(9, 900), equalTables(9, 900));

        assertThat(seconds(two.duration().p50()))
                .isBetween(
                        seconds(one.duration().p50()) * 1.8,
                        seconds(one.duration().p50()) * 2);
        assertThat(one.sourceConnections()).isEqualTo(11);
        assertThat(two.sourceConnections()).isEqualTo(13);
        assertThat(two.targetConnections()).isEqualTo(9);
        assertThat(two.databaseCount()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "1000,  81920,  81920, 1000",
        "1000,  81920, 163840, 2000",
        "-1,        0, 100000, 1000",
        "0,         0, 100000, 1000",
        "1000,  81920,      0,    0",
    })
    void rows_grow_with_their_file(double tuples, long then, long now, long rows) {
        assertThat(TableSize.rows(tuples, then, now)).isEqualTo(rows);
    }

    private static String bound(TableSize... tables) {
        var size = new DatabaseSize("shop", List.of(tables), 0, 0, 0);
        return estimate(new CopyConditions(4, false, false, LOOPBACK), size).boundBy();
    }

    private static Duration p50(int jobs, long megabytes, DatabaseSize size) {
        return estimate(new CopyConditions(jobs, false, false, rates(0.1, megabytes, 100)), size)
                .duration()
                .p50();
    }

    private static Estimate estimate(CopyConditions conditions, DatabaseSize... sizes) {
        return MigrationModel.estimate(List.of(sizes), conditions, TARGET);
    }

    private static MeasuredRates rates(double roundTripMillis, long megabytes, int speed) {
        var roundTrip = Duration.ofNanos(Math.round(roundTripMillis * 1e6));
        return new MeasuredRates(roundTrip, roundTrip, megabytes * MB, megabytes * MB, speed);
    }

    /// With a primary key each, of a tenth.
    private static DatabaseSize equalTables(int count, long megabytes) {
        var tables = IntStream.range(0, count)
                .mapToObj(number -> table(
                        "t" + number,
                        megabytes * 1_000 / count,
                        megabytes * MB / count,
                        megabytes * MB / count / 10,
                        0))
                .toList();
        return new DatabaseSize("shop", tables, count, 0, 0);
    }

    private static TableSize table(String name, long rows, long heap, long indexBytes, long foreignKeys) {
        return new TableSize(new TableName("public", name), rows, heap, 0, indexBytes, 1, foreignKeys);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1_000.0;
    }
}
