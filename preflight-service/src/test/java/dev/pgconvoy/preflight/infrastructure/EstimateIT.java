package dev.pgconvoy.preflight.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.migration.MigrationOption;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.estimate.DatabaseEstimate;
import dev.pgconvoy.migration.estimate.Estimate;
import dev.pgconvoy.migration.filter.Filters;
import dev.pgconvoy.preflight.estimate.EstimateMigration;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is measured and read for an estimate, on real servers.
class EstimateIT extends TwoServers {

    @BeforeEach
    void create() throws SQLException {
        source.run("CREATE DATABASE sized");
        source.runIn("sized", """
                CREATE TABLE harbour (id int PRIMARY KEY, name text);
                INSERT INTO harbour SELECT i, md5(i::text) FROM generate_series(1, 1000) AS i;
                CREATE TABLE "Voyage" (id int PRIMARY KEY, harbour int REFERENCES harbour, note text);
                INSERT INTO "Voyage" SELECT i, 1 + i % 1000, md5(i::text) FROM generate_series(1, 20000) AS i;
                CREATE TABLE scan (id int, page bytea);
                ALTER TABLE scan ALTER page SET STORAGE EXTERNAL;
                INSERT INTO scan SELECT i, decode(repeat(md5(i::text), 1000), 'hex') FROM generate_series(1, 20) AS i;
                CREATE TEMPORARY TABLE passing (id int);
                CREATE VIEW seen AS SELECT * FROM harbour;
                SELECT lo_from_bytea(0, 'page'), lo_from_bytea(0, 'leaf');
                ANALYZE;
                """);
    }

    @AfterEach
    void drop() throws SQLException {
        source.run("DROP DATABASE sized");
    }

    @Test
    void sizes_are_those_of_the_files_and_rates_are_measured() throws SQLException {
        var estimate = estimate(request(MigrationOption.VALIDATE));

        assertThat(estimate.databaseCount()).isOne();
        var sized = only(estimate);
        assertThat(sized.tables()).isEqualTo(3);
        // two indexes, three constraints (and three more that are not null, from 18 on), a view
        assertThat(sized.objects()).isGreaterThanOrEqualTo(3 + 6);
        assertThat(sized.rows()).isEqualTo(21_020);
        assertThat(sized.heapBytes())
                .isEqualTo(bytes(
                        "pg_relation_size('harbour') + pg_relation_size('\"Voyage\"') + pg_relation_size('scan')"));
        assertThat(sized.toastBytes())
                .isEqualTo(
                        bytes(
                                "pg_table_size('scan') - pg_relation_size('scan') - (SELECT pg_indexes_size(reltoastrelid)"
                                        + " + pg_relation_size(reltoastrelid, 'fsm') + pg_relation_size(reltoastrelid, 'vm')"
                                        + " FROM pg_class WHERE oid = 'scan'::regclass) - pg_relation_size('scan', 'fsm') - pg_relation_size('scan', 'vm')"));
        assertThat(sized.indexBytes())
                .isEqualTo(bytes("pg_relation_size('harbour_pkey') + pg_relation_size('\"Voyage_pkey\"')"));
        assertThat(sized.largeObjects()).isEqualTo(2);
        assertThat(sized.largestTable()).isEqualTo("\"public\".\"Voyage\"");
        assertThat(sized.duration().p50())
                .isPositive()
                .isLessThan(sized.duration().p90());
        assertThat(estimate.rates().sourceRoundTrip()).isPositive().isLessThan(Duration.ofSeconds(1));
        assertThat(estimate.rates().targetRoundTrip()).isPositive().isLessThan(Duration.ofSeconds(1));
        assertThat(estimate.rates().sourceBytesPerSecond()).isGreaterThan(100_000);
        assertThat(estimate.rates().targetBytesPerSecond()).isGreaterThan(100_000);
        assertThat(estimate.rates().targetSpeedPercent()).isBetween(25, 400);
        assertThat(estimate.targetDiskBytes())
                .isGreaterThan(sized.heapBytes() + sized.toastBytes() + sized.indexBytes());
    }

    @Test
    void a_locked_table_does_not_hold_up_the_estimate() throws SQLException {
        try (var holder = source.connect("sized");
                var statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("LOCK TABLE \"Voyage\" IN ACCESS EXCLUSIVE MODE");

            var sized = only(estimate(request(MigrationOption.VALIDATE)));

            assertThat(sized.rows()).isEqualTo(21_020);
            assertThat(sized.largestTable()).isEqualTo("\"public\".\"Voyage\"");
        }
    }

    @Test
    void what_filters_leave_out_is_not_counted() {
        var filters = new Filters(
                List.of(), List.of(), List.of(), List.of(), List.of("\"Voyage\""), List.of("scan"), List.of());

        var sized = only(estimate(between()
                .of("sized")
                .option(MigrationOption.VALIDATE)
                .filters(filters)
                .build()));

        assertThat(sized.tables()).isOne();
        assertThat(sized.rows()).isEqualTo(1_000);
        assertThat(sized.toastBytes()).isZero();
    }

    @Test
    void nothing_is_estimated_where_nothing_moves_or_the_checks_are_skipped() {
        for (var option : List.of(MigrationOption.VERIFY, MigrationOption.MIGRATE)) {
            assertThat(estimating().examine(request(option)).estimate()).isEmpty();
        }
        assertThat(estimating()
                        .examine(request(MigrationOption.VALIDATE_AND_MIGRATE))
                        .estimate())
                .isPresent();
    }

    private static dev.pgconvoy.preflight.application.ExamineServers estimating() {
        return examineServers().estimating(new EstimateMigration(System::nanoTime));
    }

    private static Estimate estimate(MigrationRequest request) {
        return estimating().examine(request).estimate().orElseThrow();
    }

    private static MigrationRequest request(MigrationOption option) {
        return between().of("sized").option(option).build();
    }

    private static DatabaseEstimate only(Estimate estimate) {
        assertThat(estimate.databases()).hasSize(1);
        return estimate.databases().getFirst();
    }

    private static long bytes(String expression) throws SQLException {
        try (var connection = source.connect("sized");
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT " + expression)) {
            row.next();
            return row.getLong(1);
        }
    }
}
