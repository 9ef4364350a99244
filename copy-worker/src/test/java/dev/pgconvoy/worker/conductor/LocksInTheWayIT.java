package dev.pgconvoy.worker.conductor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pgconvoy.event.CopyTask;
import dev.pgconvoy.event.Event;
import dev.pgconvoy.event.MigrationEvent.MigrationObserved;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.postgres.FreshPostgres;
import dev.pgconvoy.postgres.Identifiers;
import dev.pgconvoy.postgres.PgTools;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A conductor at work on two real servers, on which somebody holds what it needs.
@Timeout(120)
class LocksInTheWayIT {

    private static final MigrationId ID = MigrationId.parse("target/locks");
    private static EmbeddedPostgres source;
    private static EmbeddedPostgres target;
    private final BlockingQueue<Observation> said = new LinkedBlockingQueue<>();
    private final BlockingQueue<ConductorFixture> conductor = new LinkedBlockingQueue<>();
    private Connection somebody;
    private final BlockingQueue<CopyTask> tasks = new LinkedBlockingQueue<>();
    private String reader = "postgres";
    private Runnable atObstacle = () -> {};
    private @Nullable Thread leading;

    @BeforeAll
    static void start() throws IOException {
        source = FreshPostgres.start(Map.of("max_prepared_transactions", "2"));
        target = FreshPostgres.start();
    }

    @AfterAll
    static void stop() throws IOException {
        source.close();
        target.close();
    }

    @BeforeEach
    void create() throws SQLException {
        execute(source, "CREATE DATABASE shop");
        somebody = source.getDatabase("postgres", "shop").getConnection();
        execute(somebody, "CREATE TABLE orders (id int); CREATE TABLE prices (id int)");
        execute(somebody, "SET application_name = 'night batch'");
        somebody.setAutoCommit(false);
    }

    @AfterEach
    void drop() throws Exception {
        conductor.forEach(running -> running.inbox.requestCancel());
        if (leading != null) {
            leading.join();
        }
        conductor.forEach(ConductorFixture::close);
        somebody.rollback();
        somebody.setAutoCommit(true);
        for (var gid : prepared()) {
            execute(somebody, "ROLLBACK PREPARED " + Identifiers.literal(gid));
        }
        somebody.close();
        execute(source, "DROP DATABASE shop WITH (FORCE)");
        execute(target, "DROP DATABASE IF EXISTS shop WITH (FORCE)");
        execute(target, "DROP SCHEMA IF EXISTS pgconvoy_lead CASCADE");
    }

    private static void execute(EmbeddedPostgres server, String sql) throws SQLException {
        try (var session = server.getPostgresDatabase().getConnection()) {
            execute(session, sql);
        }
    }

    private static void execute(Connection session, String sql) throws SQLException {
        try (var statement = session.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int pid(Connection session) throws SQLException {
        try (var statement = session.createStatement();
                var row = statement.executeQuery("SELECT pg_backend_pid()")) {
            row.next();
            return row.getInt(1);
        }
    }

    private MigrationRequest request() {
        return Fixtures.aRequest()
                .id(ID)
                .from(endpoint(source, reader))
                .to(endpoint(target, "postgres"))
                .databases("shop")
                .build();
    }

    private static ServerEndpoint endpoint(EmbeddedPostgres server, String user) {
        return new ServerEndpoint("localhost", server.getPort(), user, Optional.empty(), SslMode.PREFER, "postgres");
    }

    /// As a worker does, on a virtual thread.
    private void lead() {
        leading = Thread.ofVirtual().start(() -> {
            var fixture = new ConductorFixture(request(), 1, this::hear, () -> PgTools.find(Optional.empty()));
            conductor.add(fixture);
            try (var attempts = new MigrationAttempts(fixture.tools, fixture.delivery)) {
                attempts.migrate();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void hear(Event event) {
        switch (event) {
            case MigrationObserved fact -> {
                said.add(fact.observation());
                if (fact.observation() instanceof Observation.Hindered) {
                    atObstacle.run();
                }
            }
            case CopyTask task -> tasks.add(task);
            default -> {}
        }
    }

    private <O extends Observation> O next(Class<O> kind) throws InterruptedException {
        for (var next = said.poll(30, TimeUnit.SECONDS); next != null; next = said.poll(30, TimeUnit.SECONDS)) {
            if (kind.isInstance(next)) {
                return kind.cast(next);
            }
        }
        throw new AssertionError("nobody said " + kind.getSimpleName());
    }

    private Finding lock() throws InterruptedException {
        var found = next(Observation.Hindered.class).obstacle();
        assertThat(found.code()).isEqualTo("PGC2023");
        return found;
    }

    private void cancelAndHearThatItStopped() throws InterruptedException {
        conductor.element().inbox.requestCancel();
        assertThat(next(Observation.Stopped.class).databasesToDrop()).isSubsetOf("shop");
    }

    @Test
    void a_table_that_somebody_changes_at_the_source_is_told_with_who_it_is_until_it_is_free() throws Exception {
        execute(somebody, "LOCK TABLE orders IN ACCESS EXCLUSIVE MODE");

        lead();

        var lock = lock();
        assertThat(lock.object())
                .isEqualTo("table public.orders of database \"shop\" on localhost:" + source.getPort());
        assertThat(lock.message())
                .contains("pgconvoy pg_dump", "AccessShareLock")
                .contains("pid %d (user \"postgres\", application \"night batch\", in a transaction since 2"
                        .formatted(pid(somebody)));
        assertThat(lock.remedy()).contains("SELECT pg_terminate_backend(%d);".formatted(pid(somebody)));

        somebody.rollback();

        next(Observation.Unhindered.class);
    }

    @Test
    void a_prepared_transaction_is_told_by_its_name() throws Exception {
        execute(somebody, "LOCK TABLE prices IN ACCESS EXCLUSIVE MODE; PREPARE TRANSACTION 'half done'");
        somebody.rollback();

        lead();

        var lock = lock();
        assertThat(lock.object()).startsWith("table public.prices of database \"shop\"");
        assertThat(lock.message()).contains("the prepared transaction 'half done' (user \"postgres\", prepared 2");
        assertThat(lock.remedy()).contains("ROLLBACK PREPARED 'half done';");
        cancelAndHearThatItStopped();
    }

    private List<String> prepared() throws SQLException {
        try (var statement = somebody.createStatement();
                var rows = statement.executeQuery("SELECT gid FROM pg_prepared_xacts")) {
            var gids = new ArrayList<String>();
            while (rows.next()) {
                gids.add(rows.getString(1));
            }
            return gids;
        }
    }

    @Test
    void a_cancellation_stops_what_waits_for_a_lock_at_the_source() throws Exception {
        execute(somebody, "LOCK TABLE orders IN ACCESS EXCLUSIVE MODE");
        lead();
        lock();

        cancelAndHearThatItStopped();

        await().untilAsserted(() -> assertThat(waiting(source)).isZero());
    }

    @Test
    void so_it_does_when_the_target_s_lock_is_waited_for() throws Exception {
        execute(somebody, "LOCK TABLE orders IN ACCESS EXCLUSIVE MODE"); // so that nothing is written before it
        lead();
        await().atMost(Duration.ofSeconds(30)).until(() -> hasLedger());
        try (var holder = target.getDatabase("postgres", "shop").getConnection()) {
            holder.setAutoCommit(false);
            execute(holder, "LOCK TABLE pgconvoy_ledger.unit IN ACCESS EXCLUSIVE MODE");
            somebody.rollback();

            assertThat(await().atMost(Duration.ofMinutes(1))
                            .until(() -> lock().object(), object -> object.contains("ledger")))
                    .isEqualTo("table pgconvoy_ledger.unit of database \"shop\" on localhost:" + target.getPort());
            cancelAndHearThatItStopped();
            assertThat(waiting(target)).isZero();
        }
    }

    @Test
    void a_limit_of_connections_is_waited_for_and_the_work_goes_on() throws Exception {
        execute(source, "CREATE ROLE few LOGIN CONNECTION LIMIT 1 IN ROLE pg_read_all_data");
        reader = "few";
        atObstacle = () -> raise("few");

        lead();

        var limit = next(Observation.Hindered.class).obstacle();
        assertThat(limit.code()).isEqualTo("PGC2022");
        assertThat(limit.message()).contains("too many connections for role \"few\"");
        assertThat(tasks.poll(60, TimeUnit.SECONDS)).as("a task for copiers").isNotNull();
        cancelAndHearThatItStopped();
        execute(source, "DROP ROLE few");
    }

    private static void raise(String role) {
        try {
            execute(source, "ALTER ROLE %s CONNECTION LIMIT -1".formatted(role));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean hasLedger() {
        try (var session = target.getDatabase("postgres", "shop").getConnection();
                var statement = session.createStatement();
                var row = statement.executeQuery("SELECT to_regclass('pgconvoy_ledger.unit') IS NOT NULL")) {
            row.next();
            return row.getBoolean(1);
        } catch (SQLException _) {
            return false; // it is not there yet
        }
    }

    private static int waiting(EmbeddedPostgres server) throws SQLException {
        try (var session = server.getPostgresDatabase().getConnection();
                var statement = session.createStatement();
                var row = statement.executeQuery("SELECT count(*) FROM pg_locks WHERE NOT granted")) {
            row.next();
            return row.getInt(1);
        }
    }
}
