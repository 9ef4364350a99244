package dev.pgconvoy.worker.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.postgres.FreshPostgres;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.worker.catalog.CatalogReader;
import dev.pgconvoy.worker.catalog.CatalogTable;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A snapshot and what may happen to it, on a real server.
class SourceSnapshotIT {

    private static EmbeddedPostgres server;
    private Connection changer;

    @BeforeAll
    static void startServer() throws IOException {
        server = FreshPostgres.start();
    }

    @AfterAll
    static void stopServer() throws IOException {
        server.close();
    }

    @BeforeEach
    void createTables() throws SQLException {
        changer = session();
        execute(changer, """
                CREATE TABLE stage (id int PRIMARY KEY, a int, b int);
                INSERT INTO stage SELECT g, g, -g FROM generate_series(1, 100) AS g;
                CREATE TABLE "other Table" (LIKE stage)""");
    }

    @AfterEach
    void dropTables() throws SQLException {
        changer.close();
        changer = session();
        execute(changer, """
                DROP TABLE IF EXISTS stage, "other Table", old_stage; DROP SCHEMA IF EXISTS archive CASCADE""");
        changer.close();
    }

    private static Connection session() throws SQLException {
        return server.getPostgresDatabase().getConnection();
    }

    private static void execute(Connection session, String sql) throws SQLException {
        try (var statement = session.createStatement()) {
            statement.execute(sql);
        }
    }

    private static SourceSnapshot snapshot() throws SQLException {
        return SourceSnapshot.take(session());
    }

    private static SourceSnapshot takeOver(String name, String state) throws SQLException {
        return SourceSnapshot.takeOver(List.of(name), state, session());
    }

    private static List<TableName> tables(SourceSnapshot snapshot) throws SQLException {
        return new CatalogReader(snapshot.session())
                .read().tables().stream().map(CatalogTable::name).toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TRUNCATE stage; INSERT INTO stage VALUES (1, 1, 1)",
                "ALTER TABLE stage ALTER a TYPE bigint",
                "ALTER TABLE stage RENAME TO old_stage; ALTER TABLE \"other Table\" RENAME TO stage;"
                        + "ALTER TABLE old_stage RENAME TO \"other Table\"",
                "DROP TABLE stage",
                "CREATE SCHEMA archive; ALTER TABLE stage SET SCHEMA archive",
                "ALTER TABLE stage RENAME a TO c; ALTER TABLE stage RENAME b TO a; ALTER TABLE stage RENAME c TO b",
                "ALTER TABLE stage DROP COLUMN b",
                "DROP TABLE stage; CREATE TABLE stage (id int PRIMARY KEY, a int, b int)",
            })
    void a_table_that_is_being_replaced_when_the_snapshot_is_taken_costs_the_snapshot(String change) throws Exception {
        changer.setAutoCommit(false);
        execute(changer, change);
        try (var snapshot = snapshot()) {
            var holding = CompletableFuture.runAsync(() -> hold(snapshot, List.of(name("stage"), name("other Table"))));
            changer.commit();

            assertThatExceptionOfType(Exception.class)
                    .isThrownBy(holding::get)
                    .withCauseInstanceOf(MigrationException.class)
                    .satisfies(e -> assertThat(((MigrationException) e.getCause()).failure())
                            .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.SNAPSHOT_LOST))
                            .satisfies(failure -> assertThat(failure.sentence()).contains("stage")));
        }
    }

    @Test
    void a_table_that_somebody_is_changing_is_waited_for_and_is_no_loss_when_they_give_up() throws Exception {
        changer.setAutoCommit(false);
        execute(changer, "TRUNCATE \"other Table\"");
        try (var snapshot = snapshot()) {
            var holding = CompletableFuture.runAsync(() -> hold(snapshot, List.of(name("stage"), name("other Table"))));
            await().until(SourceSnapshotIT::isSomebodyWaiting);

            changer.rollback();

            assertThatCode(holding::get).doesNotThrowAnyException();
            assertThat(snapshot.isAlive()).isTrue();
        }
    }

    @Test
    void who_waits_for_a_lock_holds_none_so_that_nobody_waits_for_ever() throws Exception {
        changer.setAutoCommit(false);
        execute(changer, "TRUNCATE \"other Table\"");
        try (var snapshot = snapshot()) {
            var holding = CompletableFuture.runAsync(() -> hold(snapshot, List.of(name("stage"), name("other Table"))));
            await().until(SourceSnapshotIT::isSomebodyWaiting);

            execute(changer, "TRUNCATE stage");
            changer.rollback();

            assertThatCode(holding::get).doesNotThrowAnyException();
        }
    }

    private static boolean isSomebodyWaiting() throws SQLException {
        try (var session = session();
                var statement = session.createStatement();
                var row = statement.executeQuery("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")) {
            return row.next() && row.getBoolean(1);
        }
    }

    @Test
    void tables_that_are_held_stay_what_they_are_and_other_work_goes_on() throws Exception {
        try (var snapshot = snapshot()) {
            hold(snapshot, tables(snapshot));

            execute(changer, "INSERT INTO stage VALUES (101, 1, 1); UPDATE stage SET a = 0; SET lock_timeout = '50ms'");

            assertThatExceptionOfType(SQLException.class).isThrownBy(() -> execute(changer, "TRUNCATE stage"));
        }
    }

    @Test
    void a_label_that_is_renamed_costs_the_snapshot_and_one_that_is_added_does_not() throws SQLException {
        execute(changer, "CREATE TYPE mood AS ENUM ('calm', 'cross')");
        try (var snapshot = snapshot()) {
            execute(changer, "ALTER TYPE mood ADD VALUE 'merry' BEFORE 'calm'");
            assertThatCode(() -> snapshot.requireSameLabels(SourceSnapshotIT::session))
                    .doesNotThrowAnyException();

            execute(changer, "ALTER TYPE mood RENAME VALUE 'calm' TO 'quiet'");

            assertThatExceptionOfType(MigrationException.class)
                    .isThrownBy(() -> snapshot.requireSameLabels(SourceSnapshotIT::session))
                    .satisfies(e -> assertThat(e.failure().code()).isEqualTo(FailureCode.SNAPSHOT_LOST))
                    .satisfies(e -> assertThat(e.failure().object()).isEqualTo("type public.mood"));
        } finally {
            execute(changer, "DROP TYPE mood");
        }
    }

    private static void hold(SourceSnapshot snapshot, List<TableName> tables) {
        try {
            snapshot.hold(tables, SourceSnapshotIT::session);
        } catch (SQLException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static TableName name(String table) {
        return new TableName("public", table);
    }

    @Test
    void a_snapshot_that_nobody_holds_cannot_be_imported_and_that_is_a_failure_that_may_pass() throws SQLException {
        String name;
        try (var snapshot = snapshot()) {
            name = snapshot.name();
        }
        try (var copier = session()) {
            copier.setAutoCommit(false);
            SnapshotImport.begin(copier);

            assertThatExceptionOfType(MigrationException.class)
                    .isThrownBy(() -> SnapshotImport.into(copier, name))
                    .satisfies(e -> assertThat(e.failure().code()).isEqualTo(FailureCode.SNAPSHOT_LOST));
        }
        try (var next = takeOver(name, "any")) {
            assertThat(next.name()).isNotEqualTo(name);
        }
    }

    @Test
    void who_takes_a_snapshot_over_sees_the_same_of_the_same_server() throws SQLException {
        try (var first = snapshot()) {
            execute(changer, "INSERT INTO stage VALUES (101, 1, 1)");

            try (var second = takeOver(first.name(), first.state());
                    var another = snapshot()) {
                assertThat(second.state())
                        .isEqualTo(first.state())
                        .contains("system ", "timeline ", "started ", "counting since ");
                assertThat(another.state()).isNotEqualTo(first.state());
            }
        }
    }

    @Test
    void a_session_that_has_ended_or_begun_anew_holds_its_snapshot_no_longer() throws SQLException {
        try (var snapshot = snapshot()) {
            assertThat(snapshot.isAlive()).isTrue();

            snapshot.session().rollback();
            assertThat(snapshot.isAlive()).isFalse();
        }
        var terminated = snapshot();
        execute(changer, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in transaction'");

        assertThat(terminated.isAlive()).isFalse();
        assertThat(terminated
                        .explain(new SQLException("gone", "25P02"), "shop")
                        .failure()
                        .code())
                .isEqualTo(FailureCode.SNAPSHOT_LOST);
        assertThatExceptionOfType(MigrationException.class).isThrownBy(() -> terminated.requireAlive("shop"));
        terminated.close();
    }

    /// A commit that is not flushed is lost by a crash, and its number is given again: the snapshot's text is the same.
    @Test
    void a_source_that_was_restarted_has_moved(@TempDir Path folder) throws Exception {
        var data = folder.resolve("data");
        String before;
        String transactions;
        try (var source = restartable(data);
                var session = source.getPostgresDatabase().getConnection()) {
            execute(session, "CREATE TABLE t (n int); CHECKPOINT");
            try (var snapshot = SourceSnapshot.take(source.getPostgresDatabase().getConnection())) {
                before = snapshot.state();
                transactions = before.substring(before.indexOf("snapshot "));
            }
        }
        try (var source = restartable(data);
                var snapshot = SourceSnapshot.take(source.getPostgresDatabase().getConnection())) {
            assertThat(snapshot.state()).endsWith(transactions).isNotEqualTo(before);
        }
    }

    /// The postmaster lives, unlogged tables are empty, and what was not flushed is lost.
    @Test
    void a_source_of_which_a_session_was_killed_has_moved(@TempDir Path folder) throws Exception {
        try (var source = restartable(folder.resolve("data"))) {
            String before;
            try (var session = source.getPostgresDatabase().getConnection()) {
                execute(session, "CREATE UNLOGGED TABLE t (n int); INSERT INTO t VALUES (1)");
                execute(session, "CHECKPOINT");
                try (var snapshot =
                        SourceSnapshot.take(source.getPostgresDatabase().getConnection())) {
                    before = snapshot.state();
                }
                kill(session);
            }
            await().ignoreExceptions().until(() -> rows(source) == 0);

            try (var snapshot = SourceSnapshot.take(source.getPostgresDatabase().getConnection())) {
                assertThat(snapshot.state())
                        .endsWith(before.substring(before.indexOf("snapshot ")))
                        .contains(before.substring(before.indexOf("started "), before.indexOf("counting ")))
                        .isNotEqualTo(before);
            }
        }
    }

    private static void kill(Connection session) throws SQLException {
        try (var statement = session.createStatement();
                var row = statement.executeQuery("SELECT pg_backend_pid()")) {
            row.next();
            assertThat(ProcessHandle.of(row.getLong(1)).orElseThrow().destroyForcibly())
                    .isTrue();
        }
    }

    private static int rows(EmbeddedPostgres source) throws SQLException {
        try (var session = source.getPostgresDatabase().getConnection();
                var statement = session.createStatement();
                var row = statement.executeQuery("SELECT count(*) FROM t")) {
            row.next();
            return row.getInt(1);
        }
    }

    /// It does not tell which transactions were in progress: equal texts would prove nothing.
    @Test
    void a_standby_has_not_moved_only_for_who_takes_its_snapshot_over(@TempDir Path folder) throws Exception {
        var data = folder.resolve("data");
        restartable(data).close();
        Files.createFile(data.resolve("standby.signal"));
        Files.setPosixFilePermissions(data.resolve("standby.signal"), PosixFilePermissions.fromString("rw-rw-rw-"));
        try (var standby = restartable(data);
                var first = SourceSnapshot.take(standby.getPostgresDatabase().getConnection());
                var second = SourceSnapshot.takeOver(
                        List.of(first.name()),
                        first.state(),
                        standby.getPostgresDatabase().getConnection());
                var third = SourceSnapshot.take(standby.getPostgresDatabase().getConnection())) {
            assertThat(second.state()).isEqualTo(first.state());
            assertThat(third.state()).isNotEqualTo(first.state());
        }
    }

    /// Where it may not be read since when a server counts, equal texts would prove nothing either.
    @Test
    void a_source_that_does_not_tell_since_when_it_counts_has_moved_for_all_who_do_not_take_its_snapshot_over()
            throws SQLException {
        execute(changer, "CREATE ROLE kept_out; REVOKE SELECT ON pg_catalog.pg_stat_bgwriter FROM PUBLIC");
        try (var first = SourceSnapshot.take(keptOut());
                var second = SourceSnapshot.takeOver(List.of(first.name()), first.state(), keptOut());
                var third = SourceSnapshot.take(keptOut())) {
            assertThat(second.state()).isEqualTo(first.state());
            assertThat(third.state()).isNotEqualTo(first.state());
        } finally {
            execute(changer, "GRANT SELECT ON pg_catalog.pg_stat_bgwriter TO PUBLIC; DROP ROLE kept_out");
        }
    }

    private static Connection keptOut() throws SQLException {
        var session = session();
        execute(session, "SET ROLE kept_out");
        return session;
    }

    private static EmbeddedPostgres restartable(Path data) throws IOException {
        return FreshPostgres.in(data).setServerConfig("autovacuum", "off").start();
    }
}
