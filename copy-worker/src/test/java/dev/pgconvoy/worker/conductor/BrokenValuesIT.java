package dev.pgconvoy.worker.conductor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.postgres.FreshPostgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Values that got past their type at the source, which preflight finds with `checkData`: without the checks the
/// migration fails for them and names the table. Nothing of them arrives changed.
@Timeout(120)
class BrokenValuesIT {

    private static EmbeddedPostgres source;
    private static EmbeddedPostgres target;

    @BeforeAll
    static void start() throws IOException {
        source = FreshPostgres.start();
        target = FreshPostgres.start();
    }

    @AfterAll
    static void stop() throws IOException {
        source.close();
        target.close();
    }

    static Stream<Arguments> past_their_type() {
        return Stream.of(
                arguments("varchar(10)[]", "ARRAY['\\xff'::bytea::text]"),
                arguments("json", "'{not json'::bytea::json"),
                arguments("xml", "'<a'::bytea::xml"),
                arguments("timestamp", "9223372036854775800::int8::timestamp"));
    }

    @ParameterizedTest
    @MethodSource("past_their_type")
    void are_refused_with_the_name_of_their_table(String type, String value) throws Exception {
        create();
        execute("shop", """
                CREATE CAST (bytea AS text) WITHOUT FUNCTION;
                CREATE CAST (bytea AS json) WITHOUT FUNCTION;
                CREATE CAST (bytea AS xml) WITHOUT FUNCTION;
                CREATE CAST (int8 AS timestamp) WITHOUT FUNCTION;
                CREATE TABLE broken (id int, v %s);
                INSERT INTO broken VALUES (1, %s);
                DROP CAST (bytea AS text);
                DROP CAST (bytea AS json);
                DROP CAST (bytea AS xml);
                DROP CAST (int8 AS timestamp);
                """.formatted(type, value));

        thenIsRefused("broken");
    }

    @ParameterizedTest
    @MethodSource("longer_than_their_type")
    void that_are_longer_than_their_type_are_refused_too(String type, String value, int modifier) throws Exception {
        create();
        execute("shop", """
                CREATE TABLE broken (id int, v %s);
                INSERT INTO broken VALUES (1, %s);
                UPDATE pg_attribute SET atttypmod = %d WHERE attrelid = 'broken'::regclass AND attname = 'v';
                """.formatted(type, value, modifier));

        thenIsRefused("broken");
    }

    /// The modifiers say a length of 3, and 4 digits with one behind the point.
    static Stream<Arguments> longer_than_their_type() {
        return Stream.of(
                arguments("varchar(40)", "'much too long'", 4 + 3),
                arguments("char(40)", "'much too long'", 4 + 3),
                arguments("numeric(10, 2)", "12345.67", 4 + (4 << 16 | 1)));
    }

    @Test
    void a_label_that_its_enum_has_no_more_is_refused() throws Exception {
        create();
        execute("shop", """
                CREATE TYPE fading AS ENUM ('here', 'gone');
                CREATE TABLE faded (id int, f fading);
                INSERT INTO faded VALUES (1, 'here'), (2, 'gone');
                DELETE FROM pg_enum WHERE enumlabel = 'gone' AND enumtypid = 'fading'::regtype;
                """);

        thenIsRefused("faded");
    }

    @Test
    void a_row_outside_of_its_partition_is_refused() throws Exception {
        create();
        execute("shop", """
                CREATE TABLE parted (id int) PARTITION BY RANGE (id);
                CREATE TABLE parted_low (id int);
                INSERT INTO parted_low VALUES (50);
                ALTER TABLE parted_low ADD CONSTRAINT low CHECK (id IS NOT NULL AND id >= 0 AND id < 10) NOT VALID;
                UPDATE pg_constraint SET convalidated = true WHERE conname = 'low';
                ALTER TABLE parted ATTACH PARTITION parted_low FOR VALUES FROM (0) TO (10);
                ALTER TABLE parted_low DROP CONSTRAINT low;
                """);

        thenIsRefused("parted_low");
    }

    private static void create() throws SQLException {
        execute("postgres", "DROP DATABASE IF EXISTS shop WITH (FORCE)");
        execute("postgres", "CREATE DATABASE shop TEMPLATE template0 ENCODING 'UTF8'");
    }

    private static void thenIsRefused(String table) throws Exception {
        var request = Fixtures.aRequest()
                .id(MigrationId.parse("target/broken"))
                .from(endpoint(source))
                .to(endpoint(target))
                .databases("shop")
                .build();
        try (var worker = new LocalWorker()) {
            assertThat(worker.lead(request)).isInstanceOfSatisfying(Observation.Failed.class, failed -> {
                assertThat(failed.failure().code()).isEqualTo(FailureCode.DATA_REFUSED);
                assertThat(failed.failure().object()).contains(table);
            });
        } finally {
            try (var session = target.getPostgresDatabase().getConnection();
                    var statement = session.createStatement()) {
                statement.execute("DROP DATABASE IF EXISTS shop WITH (FORCE)");
            }
        }
    }

    private static ServerEndpoint endpoint(EmbeddedPostgres server) {
        return new ServerEndpoint(
                "localhost", server.getPort(), "postgres", Optional.empty(), SslMode.PREFER, "postgres");
    }

    private static void execute(String database, String sql) throws SQLException {
        try (var session = source.getDatabase("postgres", database).getConnection();
                var statement = session.createStatement()) {
            statement.execute(sql);
        }
    }
}
