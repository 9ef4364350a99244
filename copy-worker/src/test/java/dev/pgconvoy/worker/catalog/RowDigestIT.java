package dev.pgconvoy.worker.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.postgres.FreshPostgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowDigestIT {

    private static EmbeddedPostgres server;

    /// One for all: a session that is new reads the catalog slowly.
    private static Connection session;

    @BeforeAll
    static void startServer() throws IOException, SQLException {
        server = FreshPostgres.start();
        session = session("postgres");
        execute(session, "CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");
        execute(session, "CREATE DATABASE utf ENCODING 'UTF8' LOCALE 'C' TEMPLATE template0");
    }

    @AfterAll
    static void stopServer() throws IOException, SQLException {
        session.close();
        server.close();
    }

    private static Connection session(String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%d/%s".formatted(server.getPort(), database), "postgres", "");
    }

    private static void execute(Connection session, String sql) throws SQLException {
        try (var statement = session.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String sum(Connection session, RowDigest digest) throws SQLException {
        var table = new CatalogReader(session)
                .read().tables().stream()
                        .filter(found -> found.name().name().equals("probe"))
                        .findFirst()
                        .orElseThrow();
        try (var statement = session.createStatement();
                var row = statement.executeQuery("SELECT sum(%s) FROM probe t"
                        .formatted(DigestSql.of(digest.of(table.columns()).orElseThrow())))) {
            row.next();
            return row.getString(1);
        }
    }

    private static String sum(String type, String value, int oldestMajor) throws SQLException {
        execute(session, "CREATE TABLE probe (value %s)".formatted(type));
        try {
            execute(session, "INSERT INTO probe VALUES (%s)".formatted(value));
            var types = new CatalogReader(session).read().types();
            return sum(session, new RowDigest(types, oldestMajor, false));
        } finally {
            execute(session, "DROP TABLE probe");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "jsonb | '[]' | '{}'",
                "jsonb | '[1]' | '1'",
                "jsonb | '1.0' | '1.000'",
                "numeric | 1.0 | 1.00",
                "int[] | '{1,2,3,4}' | '{{1,2},{3,4}}'",
                "int[] | '{1,2}' | '[0:1]={1,2}'",
                "numeric[] | '{1.0}' | '{1.00}'",
                "float8 | 0 | '-0'",
                "float4 | 0 | '-0'",
                "float8[] | '{0}' | '{-0}'",
                "bpchar | 'a' | 'a '",
                "text | 'a' | 'a '",
                "text | NULL | ''",
                "interval | '1 day' | '24 hours'",
                "timetz | '12:00+00' | '13:00+01'",
                "int4range | 'empty' | NULL",
            })
    void values_that_are_written_differently_have_different_checksums(String type, String one, String other)
            throws SQLException {
        for (var major : new int[] {9, 11, 15}) {
            assertThat(sum(type, one, major)).as("%s, major %d", type, major).isNotEqualTo(sum(type, other, major));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 11, 15})
    void values_that_are_exchanged_between_rows_change_the_sum(int major) throws SQLException {
        execute(session, "CREATE TABLE probe (id int, value text, more bigint)");
        try {
            execute(session, "INSERT INTO probe VALUES (1, 'a', 7), (2, 'b', 7), (3, 'c', 8)");
            var digest = new RowDigest(new CatalogReader(session).read().types(), major, false);
            var before = sum(session, digest);
            execute(session, "UPDATE probe SET value = CASE id WHEN 1 THEN 'b' ELSE 'a' END WHERE id < 3");

            assertThat(sum(session, digest)).isNotEqualTo(before);
        } finally {
            execute(session, "DROP TABLE probe");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 11, 15})
    void what_is_no_number_has_one_checksum(int major) throws SQLException {
        assertThat(sum("float8", "'NaN'", major)).isEqualTo(sum("float8", "'-inf'::float8 + 'inf'::float8", major));
    }

    @Test
    void databases_with_different_encodings_are_compared_as_text() throws SQLException {
        try (var latin = session("latin");
                var utf = session("utf")) {
            for (var session : new Connection[] {latin, utf}) {
                execute(session, """
                        CREATE TYPE mood AS ENUM ('gai', 'gêné');
                        CREATE TABLE probe (id int, a text, b name, c mood, d varchar[], e char(5), f jsonb);
                        INSERT INTO probe VALUES (1, 'é', 'à', 'gêné', '{ö}', 'ü', '{"ß": "é"}')""");
            }
            for (var major : new int[] {9, 11, 15}) {
                var types = new CatalogReader(latin).read().types();
                var digest = new RowDigest(
                        types, major, RowDigest.between(types, latin, utf).inUtf8());
                assertThat(digest.inUtf8()).isTrue();
                var before = sum(latin, digest);
                assertThat(before).as("major %d", major).isEqualTo(sum(utf, digest));
                execute(utf, "UPDATE probe SET a = 'è'");
                assertThat(sum(utf, digest)).as("major %d", major).isNotEqualTo(before);
                execute(utf, "UPDATE probe SET a = 'é'");
            }
        }
    }
}
