package dev.pgconvoy.worker.copier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pgconvoy.event.TaskProgress.IndexBuild;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.postgres.FreshPostgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/// Indexes over an expression that takes its time.
class IndexBuildsIT {

    private static final MigrationId ID = MigrationId.parse("target/tasks");
    private static EmbeddedPostgres server;

    private final IndexBuilds builds = new IndexBuilds(Duration.ofMillis(100));
    private final AtomicInteger opened = new AtomicInteger();

    @BeforeAll
    static void startServer() throws IOException, SQLException {
        server = FreshPostgres.start();
        try (var session = session()) {
            execute(session, """
                    CREATE FUNCTION slowly(integer) RETURNS integer IMMUTABLE LANGUAGE plpgsql
                        AS 'BEGIN PERFORM pg_sleep(0.02); RETURN $1; END';
                    CREATE TABLE parcel (id integer, filler text);
                    INSERT INTO parcel SELECT n, repeat('x', 1500) FROM generate_series(1, 200) AS n""");
        }
    }

    @AfterAll
    static void stopServer() throws IOException {
        server.close();
    }

    private static Connection session() throws SQLException {
        return server.getPostgresDatabase().getConnection();
    }

    private static void execute(Connection session, String sql) throws SQLException {
        try (var statement = session.createStatement()) {
            statement.execute(sql);
        }
    }

    private Connection counted() throws SQLException {
        opened.incrementAndGet();
        return session();
    }

    /// @return what was told of it while it was built
    private List<Optional<IndexBuild>> build(String name) {
        var told = new CopyOnWriteArrayList<Optional<IndexBuild>>();
        try (var session = session()) {
            var pid = session.unwrap(PGConnection.class).getBackendPID();
            try (var _ = builds.watch(ID, pid, this::counted, told::add)) {
                execute(session, "CREATE INDEX %s ON parcel (slowly(id))".formatted(name));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return told;
    }

    @Test
    void one_session_sees_how_far_all_builds_are_and_is_gone_with_them() throws Exception {
        try (var slots = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = slots.submit(() -> build("first"));
            var second = slots.submit(() -> build("second"));

            for (var told : List.of(first.get(), second.get())) {
                assertThat(told.getLast()).isEmpty();
                assertThat(told)
                        .filteredOn(Optional::isPresent)
                        .extracting(Optional::get)
                        .anySatisfy(build -> {
                            assertThat(build.phase()).startsWith("building index");
                            assertThat(build.percent())
                                    .hasValueSatisfying(
                                            percent -> assertThat(percent).isBetween(1, 99));
                        });
            }
        }

        assertThat(opened).hasValue(1);
        await().atMost(Duration.ofSeconds(20)).until(() -> sessions() == 1);
    }

    private static int sessions() throws SQLException {
        try (var session = session();
                var rows = session.createStatement()
                        .executeQuery("SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    @Test
    void a_server_that_takes_no_other_session_is_asked_once_and_the_index_is_built() throws Exception {
        var told = new CopyOnWriteArrayList<Optional<IndexBuild>>();
        try (var session = session()) {
            var pid = session.unwrap(PGConnection.class).getBackendPID();
            try (var _ = builds.watch(ID, pid, this::refused, told::add)) {
                execute(session, "CREATE INDEX third ON parcel (slowly(id))");
            }
        }

        assertThat(told).isNotEmpty().allMatch(Optional::isEmpty);
        assertThat(opened).hasValue(1);
    }

    private Connection refused() throws SQLException {
        opened.incrementAndGet();
        throw new SQLException("sorry, too many clients already", "53300");
    }
}
