package dev.pgconvoy.worker.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import com.sun.management.ThreadMXBean;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.SqlFailures;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.postgres.FreshPostgres;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.secret.SecretResolver;
import dev.pgconvoy.secret.ServerSide;
import dev.pgconvoy.worker.wire.CopyRelay.Copied;
import dev.pgconvoy.worker.wire.CopyRelay.Statements;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// COPY from session to session, on a real server.
class CopyRelayIT {

    private static final CopyRelay.Progress UNHEARD = (_, _) -> {};
    private static final long MIB = 1024 * 1024;

    private static EmbeddedPostgres server;
    private WireSession source;
    private WireSession target;

    @BeforeAll
    static void startServer() throws IOException, SQLException {
        server = FreshPostgres.start();
        try (var admin = server.getPostgresDatabase().getConnection();
                var statement = admin.createStatement()) {
            statement.execute("""
                    CREATE TABLE public.numbers AS SELECT g AS n, g::text AS t FROM generate_series(1, 50000) AS g;
                    CREATE TABLE public.nothing (a int);
                    CREATE TABLE public.bare ();
                    INSERT INTO public.bare DEFAULT VALUES;
                    CREATE TABLE public.huge AS SELECT repeat('0123456789', 30000000) AS t""");
        }
    }

    @AfterAll
    static void stopServer() throws IOException {
        server.close();
    }

    @BeforeEach
    void open() throws SQLException {
        source = session();
        target = session();
        try (var statement = target.jdbc().createStatement()) {
            statement.execute("""
                    CREATE TEMPORARY TABLE numbers (n int, t text CHECK (t <> '49000'));
                    CREATE TEMPORARY TABLE nothing (a int);
                    CREATE TEMPORARY TABLE bare ();
                    CREATE TEMPORARY TABLE huge (t text)""");
        }
    }

    @AfterEach
    void close() throws SQLException {
        source.close();
        target.close();
    }

    private static WireSession session() throws SQLException {
        return session(server.getPort());
    }

    private static WireSession session(int port) throws SQLException {
        var session = WireSession.open(
                new ServerConnector(new SecretResolver(Optional.empty()), Duration.ofSeconds(10)),
                ServerSide.TARGET,
                new ServerEndpoint("localhost", port, "postgres", Optional.empty(), SslMode.PREFER, "postgres"),
                "postgres",
                MigrationId.parse("target/relay"),
                "test");
        session.jdbc().setAutoCommit(false);
        try (var statement = session.jdbc().createStatement()) {
            statement.execute("SELECT 1");
        }
        return session;
    }

    @Test
    void many_tables_pass_in_one_stream_in_either_format_and_the_sessions_go_on() throws SQLException {
        var rows = new AtomicLong();

        var copied = CopyRelay.relay(
                source,
                target,
                List.of(
                        copy("numbers", "(SELECT * FROM public.numbers WHERE n < 40000)", " WITH (FORMAT binary)"),
                        copy("nothing", "public.nothing", ""),
                        copy("bare", "public.bare", ""),
                        copy("nothing", "(SELECT n FROM public.numbers LIMIT 7)", "")),
                (more, _) -> rows.addAndGet(more));

        assertThat(copied).extracting(Copied::rows).containsExactly(39_999L, 0L, 1L, 7L);
        assertThat(rows.get()).isGreaterThanOrEqualTo(40_007);
        assertThat(number("SELECT sum(n) FROM pg_temp.numbers")).isEqualTo(39_999L * 40_000 / 2);
        assertThat(number("SELECT count(*) FROM pg_temp.nothing")).isEqualTo(7);
        source.jdbc().commit();
        target.jdbc().commit();
    }

    @Test
    void a_row_of_three_hundred_megabytes_passes_and_nothing_of_its_size_is_allocated() throws SQLException {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        var before = threads.getCurrentThreadAllocatedBytes();

        var copied = CopyRelay.relay(source, target, List.of(copy("huge", "public.huge", "")), UNHEARD);

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(MIB);
        assertThat(copied.getFirst().bytes()).isGreaterThan(300_000_000);
        assertThat(number("SELECT octet_length(t) FROM pg_temp.huge")).isEqualTo(300_000_000);
    }

    @Test
    void a_row_that_the_target_refuses_ends_both_copies_and_names_the_table() {
        assertThatExceptionOfType(ScriptException.class)
                .isThrownBy(() -> CopyRelay.relay(
                        source,
                        target,
                        List.of(copy("nothing", "public.nothing", ""), copy("numbers", "public.numbers", "")),
                        UNHEARD))
                .satisfies(e -> assertThat(e.index()).isEqualTo(1))
                .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("23514"));
    }

    @Test
    void what_the_source_cannot_read_ends_both_copies() {
        assertThatExceptionOfType(ScriptException.class)
                .isThrownBy(() -> CopyRelay.relay(
                        source,
                        target,
                        List.of(copy("nothing", "(SELECT 1 / (n - 30000) FROM public.numbers)", "")),
                        UNHEARD))
                .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("22012"));
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> target.jdbc().createStatement().execute("SELECT 1"));
    }

    @Test
    void what_a_guard_finds_after_the_rows_ends_both_copies() throws SQLException {
        var copies = List.of(copy("numbers", "(SELECT * FROM public.numbers WHERE n < 40000)", ""));

        assertThat(CopyRelay.relay(source, target, copies, "SELECT n FROM public.numbers WHERE n < 0", UNHEARD))
                .extracting(Copied::rows)
                .containsExactly(39_999L);
        // finds something from the second time on
        execute("CREATE SEQUENCE public.asked");
        assertThatExceptionOfType(GuardException.class)
                .isThrownBy(() -> CopyRelay.relay(
                        source,
                        target,
                        copies,
                        "SELECT asked.number FROM (SELECT nextval('public.asked')) AS asked (number) WHERE asked.number > 1",
                        UNHEARD))
                .satisfies(e -> assertThat(e.found()).isEqualTo("2"));
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> target.jdbc().createStatement().execute("SELECT 1"));
    }

    private static void execute(String sql) throws SQLException {
        try (var admin = server.getPostgresDatabase().getConnection();
                var statement = admin.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void a_target_that_is_terminated_is_a_lost_connection() throws SQLException {
        try (var admin = server.getPostgresDatabase().getConnection();
                var statement = admin.createStatement()) {
            var pid = number("SELECT pg_backend_pid()");

            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> CopyRelay.relay(
                            source,
                            target,
                            List.of(copy("nothing", "(SELECT n FROM public.numbers, generate_series(1, 1000))", "")),
                            (_, _) -> terminate(statement, pid)))
                    .satisfies(e -> assertThat(e.getSQLState()).matches("57P01|08.*"));
        }
    }

    @Test
    @Timeout(value = 30, threadMode = SEPARATE_THREAD)
    void a_source_that_is_cut_off_in_mid_row_is_a_lost_connection_at_once() throws Exception {
        try (var proxy = CuttingProxy.afterBytesOfServer(server.getPort(), 5_000_003);
                var cut = session(proxy.port())) {
            failsAtOnce(cut, target);
        }
    }

    @Test
    @Timeout(value = 30, threadMode = SEPARATE_THREAD)
    void a_target_that_is_cut_off_in_mid_row_is_a_lost_connection_at_once() throws Exception {
        try (var proxy = CuttingProxy.afterBytesOfClient(server.getPort(), 5_000_003);
                var cut = session(proxy.port())) {
            try (var statement = cut.jdbc().createStatement()) {
                statement.execute("CREATE TEMPORARY TABLE huge (t text)");
            }
            failsAtOnce(source, cut);
        }
    }

    private static void failsAtOnce(WireSession from, WireSession to) {
        var began = System.nanoTime();
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> CopyRelay.relay(
                        from, to, List.of(copy("huge", "(SELECT repeat('0123456789', 2000000))", "")), UNHEARD))
                .satisfies(e -> assertThat(SqlFailures.codeOf(e.getSQLState())).isEqualTo(FailureCode.CONNECTION_LOST));
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> from.jdbc().createStatement().execute("SELECT 1"));
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> to.jdbc().createStatement().execute("SELECT 1"));
    }

    private static void terminate(java.sql.Statement statement, long pid) {
        try {
            statement.execute("SELECT pg_terminate_backend(" + pid + ")");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void the_script_that_fails_is_named() {
        assertThatExceptionOfType(ScriptException.class)
                .isThrownBy(() -> target.run(
                        List.of("SELECT 1; SELECT '?'", "CREATE TEMPORARY TABLE x (); SELECT nobody", "SELECT 2")))
                .satisfies(e -> assertThat(e.index()).isEqualTo(1))
                .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("42703"));
    }

    private long number(String sql) throws SQLException {
        try (var statement = target.jdbc().createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static Statements copy(String into, String from, String options) {
        return new Statements(
                "COPY %s TO STDOUT%s".formatted(from, options),
                "COPY pg_temp.%s FROM STDIN%s".formatted(into, options));
    }
}
