package dev.pgconvoy.worker.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pgconvoy.postgres.FreshPostgres;
import dev.pgconvoy.postgres.TableName;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SourceWritesIT {

    private static final TableName ORDERS = new TableName("public", "orders");
    private static EmbeddedPostgres server;
    private Connection writer;
    private Connection snapshot;

    @BeforeAll
    static void start() throws Exception {
        server = FreshPostgres.start();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @BeforeEach
    void fill() throws SQLException {
        writer = connect();
        execute("CREATE TABLE orders (id int); CREATE TABLE still (id int); INSERT INTO orders VALUES (1)");
        execute("SELECT pg_stat_force_next_flush()");
        snapshot = connect();
        snapshot.setAutoCommit(false);
        snapshot.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    }

    @AfterEach
    void drop() throws SQLException {
        snapshot.close();
        execute("DROP TABLE orders, still");
        writer.close();
    }

    private static Connection connect() throws SQLException {
        return server.getPostgresDatabase().getConnection();
    }

    private void execute(String sql) throws SQLException {
        try (var statement = writer.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void a_table_that_is_written_to_after_the_snapshot_is_told() throws SQLException {
        var writes = SourceWrites.since(snapshot);
        assertThat(writes.tables(snapshot, SourceWritesIT::connect)).isEmpty();

        execute("UPDATE orders SET id = 2");

        await().atMost(Duration.ofSeconds(20))
                .until(() -> writes.tables(snapshot, SourceWritesIT::connect).equals(List.of(ORDERS)));
    }

    @Test
    void a_server_that_does_not_show_its_counters_costs_nothing_but_the_answer() throws SQLException {
        execute("CREATE ROLE blind LOGIN; REVOKE ALL ON pg_catalog.pg_stat_user_tables FROM PUBLIC");
        try (var session = server.getDatabase("blind", "postgres").getConnection();
                var statement = session.createStatement()) {
            session.setAutoCommit(false);
            var writes = SourceWrites.since(session);

            assertThat(writes.tables(session, SourceWritesIT::connect)).isEmpty();
            assertThat(statement.execute("SELECT 1")).isTrue();
        } finally {
            execute("GRANT SELECT ON pg_catalog.pg_stat_user_tables TO PUBLIC; DROP ROLE blind");
        }
    }

    /// The counters of this session come when it flushes them: after the snapshot.
    @Test
    void one_that_was_written_to_before_is_not_when_nothing_has_happened_since() throws SQLException {
        execute("INSERT INTO orders SELECT generate_series(1, 1000)");
        var writes = SourceWrites.since(snapshot);
        execute("SELECT pg_stat_force_next_flush()");

        assertThat(writes.tables(snapshot, SourceWritesIT::connect)).isEmpty();
    }
}
