package dev.pgconvoy.worker.conductor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pgconvoy.copy.TaskKind;
import dev.pgconvoy.copy.Work;
import dev.pgconvoy.event.CopyTask;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.migration.CopyOptions;
import dev.pgconvoy.migration.InvalidData;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.migration.Report;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.postgres.FreshPostgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Foreign keys that the script of an extension makes between tables that refer to each other: no order of the tables
/// satisfies them while rows come.
@Timeout(120)
class CircularKeysIT {

    private static final MigrationId ID = MigrationId.parse("target/circles");

    private static final String CIRCLE_OF_TWO = """
            CREATE TABLE face (id int PRIMARY KEY, edge int);
            CREATE TABLE edge (id int PRIMARY KEY, face int NOT NULL REFERENCES face DEFERRABLE INITIALLY DEFERRED);
            ALTER TABLE face ADD CONSTRAINT "of edge" FOREIGN KEY (edge) REFERENCES edge ON DELETE CASCADE;
            COMMENT ON CONSTRAINT "of edge" ON face IS 'it''s closed';
            SELECT pg_catalog.pg_extension_config_dump('face', '');
            SELECT pg_catalog.pg_extension_config_dump('edge', '');
            """;
    private static final String ROWS_OF_TWO = """
            INSERT INTO face SELECT i, NULL FROM generate_series(1, 2000) AS i;
            INSERT INTO edge SELECT i, i FROM generate_series(1, 2000) AS i;
            UPDATE face SET edge = 2001 - id;
            """;

    private static EmbeddedPostgres source;
    private static EmbeddedPostgres target;
    private static Path control;
    private static Path script;

    @BeforeAll
    static void start() throws Exception {
        source = FreshPostgres.start();
        target = FreshPostgres.start();
        // Its transactions move the source, and a copy whose snapshot has ended begins anew then.
        execute(source, "postgres", "ALTER SYSTEM SET autovacuum = off");
        ask(source, "postgres", "SELECT pg_reload_conf()");
        var folder =
                Path.of(ask(source, "postgres", "SELECT setting FROM pg_config WHERE name = 'SHAREDIR'"), "extension");
        control = folder.resolve("pgconvoy_circles.control");
        script = folder.resolve("pgconvoy_circles--1.0.sql");
        Files.writeString(control, "default_version = '1.0'\nrelocatable = false\n");
    }

    @AfterEach
    void drop() throws SQLException {
        execute(source, "postgres", "DROP DATABASE IF EXISTS shop WITH (FORCE)");
        execute(target, "postgres", "DROP DATABASE IF EXISTS shop WITH (FORCE)");
    }

    @AfterAll
    static void stop() throws IOException {
        Files.deleteIfExists(control);
        Files.deleteIfExists(script);
        source.close();
        target.close();
    }

    @Test
    void two_tables_that_refer_to_each_other_arrive_with_their_keys() throws Exception {
        givenExtension(CIRCLE_OF_TWO, ROWS_OF_TWO);

        var report = moved();

        assertThat(report.databases().getFirst().rows()).isEqualTo(4_000);
        assertThat(report.databases().getFirst().verifiedTables()).isEqualTo(2);
        assertThat(keys(target)).isEqualTo(keys(source)).contains("of edge", "ON DELETE CASCADE", "it's closed");
    }

    @Test
    void so_do_three_beside_keys_that_have_an_order() throws Exception {
        givenExtension("""
                CREATE TABLE a (id int PRIMARY KEY, next int);
                CREATE TABLE b (id int PRIMARY KEY, next int REFERENCES a);
                CREATE TABLE c (id int PRIMARY KEY, next int REFERENCES b);
                ALTER TABLE a ADD FOREIGN KEY (next) REFERENCES c;
                CREATE TABLE a_leaf (id int PRIMARY KEY, of int REFERENCES a);
                SELECT pg_catalog.pg_extension_config_dump('a', '');
                SELECT pg_catalog.pg_extension_config_dump('b', '');
                SELECT pg_catalog.pg_extension_config_dump('c', '');
                SELECT pg_catalog.pg_extension_config_dump('a_leaf', '');
                """, """
                INSERT INTO a SELECT i, NULL FROM generate_series(1, 1000) AS i;
                INSERT INTO b SELECT i, i FROM generate_series(1, 1000) AS i;
                INSERT INTO c SELECT i, i FROM generate_series(1, 1000) AS i;
                UPDATE a SET next = id;
                INSERT INTO a_leaf SELECT i, i FROM generate_series(1, 1000) AS i;
                """);

        var report = moved();

        assertThat(report.databases().getFirst().rows()).isEqualTo(4_000);
        assertThat(keys(target)).isEqualTo(keys(source)).contains("a_leaf_of_fkey");
    }

    /// A table of that size would be emptied first, which no key that stays allows.
    @Test
    void so_does_a_large_one_to_which_a_key_refers_that_stays() throws Exception {
        givenExtension("""
                CREATE TABLE a (id int PRIMARY KEY, next int, note text);
                CREATE TABLE b (id int PRIMARY KEY, next int REFERENCES a);
                ALTER TABLE a ADD FOREIGN KEY (next) REFERENCES b;
                CREATE TABLE a_leaf (id int PRIMARY KEY, of int REFERENCES a);
                CREATE TABLE lone (id int PRIMARY KEY, note text);
                CREATE TABLE lone_leaf (id int PRIMARY KEY, of int REFERENCES lone);
                SELECT pg_catalog.pg_extension_config_dump('a', '');
                SELECT pg_catalog.pg_extension_config_dump('b', '');
                SELECT pg_catalog.pg_extension_config_dump('a_leaf', '');
                SELECT pg_catalog.pg_extension_config_dump('lone', '');
                SELECT pg_catalog.pg_extension_config_dump('lone_leaf', '');
                """, """
                INSERT INTO a SELECT i, NULL, repeat('x', 1000) FROM generate_series(1, 3000) AS i;
                INSERT INTO b SELECT i, i FROM generate_series(1, 3000) AS i;
                UPDATE a SET next = id;
                INSERT INTO a_leaf SELECT i, i FROM generate_series(1, 3000) AS i;
                INSERT INTO lone SELECT i, repeat('x', 1000) FROM generate_series(1, 3000) AS i;
                INSERT INTO lone_leaf SELECT i, i FROM generate_series(1, 3000) AS i;
                """);

        var report = moved(request(CopyOptions.DEFAULTS));

        assertThat(report.databases().getFirst().rows()).isEqualTo(15_000);
        assertThat(keys(target)).isEqualTo(keys(source)).contains("a_leaf_of_fkey", "lone_leaf_of_fkey");
    }

    /// Each part is a transaction of its own.
    @Test
    void so_does_a_table_in_parts_that_refers_to_itself() throws Exception {
        givenExtension("""
                CREATE TABLE tree (id int PRIMARY KEY, parent int REFERENCES tree, note text);
                SELECT pg_catalog.pg_extension_config_dump('tree', '');
                """, """
                INSERT INTO tree SELECT i, 20001 - i, repeat('x', 200) FROM generate_series(1, 20000) AS i;
                """);

        var report = moved();

        assertThat(report.databases().getFirst().rows()).isEqualTo(20_000);
        assertThat(keys(target)).isEqualTo(keys(source)).contains("tree_parent_fkey");
    }

    /// The first conductor stops when it has sent the task, which no copier takes.
    @ParameterizedTest
    @ValueSource(strings = {"rows", "keys"})
    void whoever_takes_the_migration_over_makes_the_keys_again(String at) throws Exception {
        givenExtension(CIRCLE_OF_TWO, ROWS_OF_TWO);
        Predicate<CopyTask> last = at.equals("rows")
                ? task -> task.work() instanceof Work.CopyTables
                : task -> task.shownLabel().kind() == TaskKind.FOREIGN_KEY
                        && task.work().units().contains("foreign key \"public\".\"face\" \"of edge\"");
        try (var first = new LocalWorker(
                event -> {
                    if (event instanceof CopyTask task && last.test(task)) {
                        Thread.currentThread().interrupt();
                    }
                },
                last)) {
            assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> first.lead(request()));
        }
        assertThat(Thread.interrupted()).isFalse();
        assertThat(keys(target)).isNull();
        assertThat(ask(target, "shop", "SELECT count(*) FROM pgconvoy_ledger.foreign_key"))
                .isEqualTo("2");

        var report = moved();

        assertThat(report.notes())
                .as("%s", report.notes())
                .extracting(Finding::code)
                .doesNotContain("PGC2002");
        assertThat(report.databases().getFirst().rows()).isEqualTo(4_000);
        assertThat(keys(target)).isEqualTo(keys(source)).contains("of edge");
    }

    /// The ledger of an earlier version has no table for keys.
    @Test
    void a_copy_that_an_earlier_version_began_is_gone_on_with() throws Exception {
        givenExtension(CIRCLE_OF_TWO, ROWS_OF_TWO);
        Predicate<CopyTask> rows = task -> task.work() instanceof Work.CopyTables;
        try (var first = new LocalWorker(
                event -> {
                    if (event instanceof CopyTask task && rows.test(task)) {
                        Thread.currentThread().interrupt();
                    }
                },
                rows)) {
            assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> first.lead(request()));
        }
        assertThat(Thread.interrupted()).isFalse();
        execute(target, "shop", """
                DROP TABLE pgconvoy_ledger.foreign_key;
                DELETE FROM pgconvoy_ledger.unit WHERE unit = 'foreign keys off';
                ALTER TABLE edge ADD FOREIGN KEY (face) REFERENCES face DEFERRABLE INITIALLY DEFERRED;
                ALTER TABLE face ADD CONSTRAINT "of edge" FOREIGN KEY (edge) REFERENCES edge ON DELETE CASCADE;
                COMMENT ON CONSTRAINT "of edge" ON face IS 'it''s closed';
                """);

        var report = moved();

        assertThat(report.databases().getFirst().rows()).isEqualTo(4_000);
        assertThat(keys(target)).isEqualTo(keys(source)).contains("of edge");
    }

    private static void givenExtension(String sql, String rows) throws Exception {
        Files.writeString(script, sql);
        execute(source, "postgres", "CREATE DATABASE shop");
        execute(source, "shop", "CREATE EXTENSION pgconvoy_circles;" + rows);
    }

    private static Report moved() throws Exception {
        return moved(request());
    }

    private static Report moved(MigrationRequest request) throws Exception {
        try (var worker = new LocalWorker()) {
            var end = worker.lead(request);
            assertThat(end).isInstanceOf(Observation.Finished.class);
            return ((Observation.Finished) end).report();
        }
    }

    private static MigrationRequest request() {
        return request(new CopyOptions(CopyOptions.LEAST_SPLIT, false, InvalidData.FAIL, false, new TreeMap<>()));
    }

    private static MigrationRequest request(CopyOptions copy) {
        return Fixtures.aRequest()
                .id(ID)
                .from(endpoint(source))
                .to(endpoint(target))
                .databases("shop")
                .copy(copy)
                .build();
    }

    private static ServerEndpoint endpoint(EmbeddedPostgres server) {
        return new ServerEndpoint(
                "localhost", server.getPort(), "postgres", Optional.empty(), SslMode.PREFER, "postgres");
    }

    private static String keys(EmbeddedPostgres server) throws SQLException {
        return ask(server, "shop", """
                SELECT string_agg(concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid), convalidated,
                                            obj_description(oid, 'pg_constraint')), E'\n' ORDER BY conname)
                FROM pg_constraint WHERE contype = 'f'
                """);
    }

    private static String ask(EmbeddedPostgres server, String database, String sql) throws SQLException {
        try (var session = session(server, database);
                var statement = session.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private static void execute(EmbeddedPostgres server, String database, String sql) throws SQLException {
        try (var session = session(server, database);
                var statement = session.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Connection session(EmbeddedPostgres server, String database) throws SQLException {
        return server.getDatabase("postgres", database).getConnection();
    }
}
