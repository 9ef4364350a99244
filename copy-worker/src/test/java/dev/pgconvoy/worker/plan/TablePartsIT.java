package dev.pgconvoy.worker.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.copy.Work.Part;
import dev.pgconvoy.postgres.FreshPostgres;
import dev.pgconvoy.worker.catalog.CatalogContents;
import dev.pgconvoy.worker.catalog.CatalogReader;
import dev.pgconvoy.worker.catalog.CatalogTable;
import dev.pgconvoy.worker.catalog.RowConditions;
import dev.pgconvoy.worker.catalog.SplitKeyReader;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Whatever a table looks like, every row is in exactly one of its parts. Each round draws another table; the seed is
/// in the message of a failure, and `-Dpgconvoy.seed` repeats it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TablePartsIT {

    private static final int ROUNDS = 15;
    private static final int MOST_ROWS = 3_000;
    private static final int BEFORE_PAGE_RANGES = 13;
    private static final List<String> KEYS = List.of(
            "bigint",
            "smallint",
            "numeric",
            "double precision",
            "text",
            "date",
            "timestamptz",
            "uuid",
            "bytea",
            "oid",
            "character(8)");

    private EmbeddedPostgres server;
    private Connection session;

    @BeforeAll
    void start() throws IOException, SQLException {
        server = FreshPostgres.start();
        session = server.getPostgresDatabase().getConnection();
        session.setAutoCommit(false);
    }

    @AfterAll
    void stop() throws IOException, SQLException {
        session.close();
        server.close();
    }

    @BeforeEach
    void begin() throws SQLException {
        session.rollback();
    }

    @Test
    void by_pages_every_row_is_in_exactly_one_part() throws SQLException {
        for (var seed : seeds()) {
            var random = new Random(seed);
            fill(random, "bigint");
            var table = catalog().tables().getFirst();
            for (var count : List.of(1, 2, 3, 1 + random.nextInt(200), (int) table.pages() + 1)) {
                thenEachRowIsInOne(seed, TableParts.byPages(table, count));
            }
            thenEachRowIsInOne(seed, TableParts.byPages(guessing(table, random.nextLong(1_000_000)), 7));
        }
    }

    @Test
    void by_values_every_row_is_in_exactly_one_part() throws SQLException {
        for (var seed : seeds()) {
            var random = new Random(seed);
            var type = KEYS.get(random.nextInt(KEYS.size()));
            fill(random, type);
            var bounds = bounds(random.nextInt(20));
            thenEachRowIsInOne(seed, TableParts.byValues("the Key", bounds));
        }
    }

    @Test
    void as_the_splitter_draws_them_every_row_is_in_exactly_one_part() throws SQLException {
        for (var seed : seeds()) {
            var random = new Random(seed);
            var type = KEYS.get(random.nextInt(KEYS.size()));
            fill(random, type);
            execute("CREATE INDEX ON drawn (\"the Key\"); ANALYZE drawn");
            var splitter = new TableSplitter(1 + random.nextInt(100_000), 2, 3);
            for (var catalog : List.of(catalog(), olderThanPageRanges(catalog()))) {
                for (var parts :
                        splitter.draw(catalog, new SplitKeyReader(session)).values()) {
                    thenEachRowIsInOne(seed, parts);
                }
            }
        }
    }

    @Test
    void tables_of_more_than_a_part_are_split_by_pages_and_by_values() throws SQLException {
        execute("CREATE TABLE drawn (id int PRIMARY KEY, \"the Key\" int);"
                + "INSERT INTO drawn SELECT i, i FROM generate_series(1, 20000) AS i");

        for (var catalog : List.of(catalog(), olderThanPageRanges(catalog()))) {
            var parts = new TableSplitter(100_000, 2, 2).draw(catalog, new SplitKeyReader(session));

            assertThat(parts).containsOnlyKeys("\"public\".\"drawn\"");
            assertThat(parts.values().iterator().next()).hasSizeGreaterThan(3);
        }
    }

    private static long[] seeds() {
        var given = Long.getLong("pgconvoy.seed");
        return given == null
                ? new Random().longs(ROUNDS).toArray()
                : LongStream.of(given).toArray();
    }

    /// Empty or not, with extreme, negative, repeated and missing keys, holes where rows were deleted, wide rows and
    /// narrow ones.
    private void fill(Random random, String type) throws SQLException {
        session.rollback();
        var rows = random.nextInt(4) == 0 ? random.nextInt(3) : random.nextInt(MOST_ROWS);
        var distinct = 1 + random.nextInt(random.nextBoolean() ? 5 : MOST_ROWS);
        execute("CREATE TABLE drawn (id int PRIMARY KEY, \"the Key\" %s, filler text)".formatted(type));
        execute("""
                INSERT INTO drawn
                SELECT i, CASE WHEN i %% %d = 0 THEN NULL ELSE %s END, repeat('x', i %% %d)
                FROM generate_series(1, %d) AS i, LATERAL (SELECT (i * 7919 %% %d) - %d) AS drawn (n)
                """.formatted(
                        1 + random.nextInt(20),
                        key(type),
                        1 + random.nextInt(600),
                        rows,
                        distinct,
                        type.equals("oid") ? 0 : distinct / 2));
        for (var extreme : extremes(type)) {
            if (random.nextBoolean()) {
                execute("INSERT INTO drawn SELECT -%d, %s".formatted(random.nextInt(1_000_000_000), extreme));
            }
        }
        var from = random.nextInt(MOST_ROWS);
        execute("DELETE FROM drawn WHERE id BETWEEN %d AND %d".formatted(from, from + random.nextInt(MOST_ROWS)));
    }

    private static String key(String type) {
        return switch (type) {
            case "text" -> "chr(97 + abs(n) % 26) || n || ''''";
            case "date" -> "date '2000-01-01' + n";
            case "timestamptz" -> "timestamptz '2000-01-01 00:00+00' + n * interval '1 hour 0.000001 seconds'";
            case "uuid" -> "md5(n::text)::uuid";
            case "bytea" -> "decode(md5(n::text), 'hex')";
            case "double precision" -> "n / 7.0::float8";
            case "character(8)" -> "'pre' || n";
            default -> "n::" + type;
        };
    }

    private static List<String> extremes(String type) {
        return switch (type) {
            case "bigint" -> List.of("-9223372036854775808", "9223372036854775807");
            case "smallint" -> List.of("'-32768'::smallint", "32767::smallint");
            case "numeric" -> List.of("'NaN'::numeric", "'-Infinity'::numeric", "1e100", "1e-100");
            case "double precision" ->
                List.of("'NaN'::float8", "'-Infinity'::float8", "'Infinity'::float8", "'-0'::float8");
            case "text" -> List.of("''", "E'\\\\'", "repeat('z', 300)");
            case "date" -> List.of("'infinity'::date", "'-infinity'::date", "'4713-01-01 BC'::date");
            case "timestamptz" -> List.of("'infinity'::timestamptz", "'4713-01-01 00:00+00 BC'::timestamptz");
            case "bytea" -> List.of("''::bytea", "'\\x00'::bytea");
            case "oid" -> List.of("4294967295::oid", "0::oid");
            default -> List.of();
        };
    }

    private List<String> bounds(int most) throws SQLException {
        var bounds = new ArrayList<String>();
        try (var statement = session.createStatement();
                var rows = statement.executeQuery("""
                        SELECT v FROM (
                            SELECT DISTINCT "the Key" AS v FROM drawn WHERE "the Key" IS NOT NULL
                            ORDER BY v LIMIT %d) AS bound ORDER BY v""".formatted(most))) {
            while (rows.next()) {
                bounds.add(rows.getString(1));
            }
        }
        return bounds;
    }

    private CatalogContents catalog() throws SQLException {
        return new CatalogReader(session).read();
    }

    private static CatalogContents olderThanPageRanges(CatalogContents catalog) {
        return new CatalogContents(
                BEFORE_PAGE_RANGES,
                catalog.tables(),
                catalog.types(),
                catalog.sequences(),
                catalog.materializedViews(),
                catalog.largeObjects());
    }

    /// The heap may have grown or shrunk since its pages were counted.
    private static CatalogTable guessing(CatalogTable table, long pages) {
        return new CatalogTable(
                table.name(),
                table.into(),
                table.columns(),
                table.binary(),
                table.condition(),
                table.bytes(),
                pages,
                false);
    }

    private void thenEachRowIsInOne(long seed, List<Part> parts) throws SQLException {
        var hits = new StringBuilder();
        for (var part : parts) {
            hits.append(hits.isEmpty() ? "" : " UNION ALL ")
                    .append("SELECT t.id FROM ONLY drawn AS t WHERE ")
                    .append(RowConditions.of(part.rows()));
        }
        try (var statement = session.createStatement();
                var row = statement.executeQuery(
                        "SELECT (SELECT count(*) FROM drawn), count(*), count(DISTINCT id) FROM (%s) AS hits"
                                .formatted(hits))) {
            row.next();
            assertThat(Map.of("taken", row.getLong(2), "different", row.getLong(3)))
                    .as("-Dpgconvoy.seed=%d, parts %s", seed, parts)
                    .isEqualTo(Map.of("taken", row.getLong(1), "different", row.getLong(1)));
        }
    }

    private void execute(String sql) throws SQLException {
        try (var statement = session.createStatement()) {
            statement.execute(sql);
        }
    }
}
