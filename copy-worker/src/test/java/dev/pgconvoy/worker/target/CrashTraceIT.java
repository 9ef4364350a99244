package dev.pgconvoy.worker.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.pgconvoy.copy.Work.Statement;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.postgres.FreshPostgres;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.secret.SecretResolver;
import dev.pgconvoy.secret.ServerSide;
import dev.pgconvoy.worker.catalog.SequenceState;
import dev.pgconvoy.worker.lead.LeadTerm;
import dev.pgconvoy.worker.ledger.CopyOrigin;
import dev.pgconvoy.worker.ledger.Fence;
import dev.pgconvoy.worker.ledger.Ledger;
import dev.pgconvoy.worker.ledger.SetSequences;
import dev.pgconvoy.worker.report.DatabaseLog;
import dev.pgconvoy.worker.report.DatabaseOutcome;
import dev.pgconvoy.worker.wire.WireSession;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a crash of the target takes from a copy, on a real server, one process of which is killed.
class CrashTraceIT {

    private static final LeadTerm TERM = new LeadTerm(MigrationId.parse("target/crash"), "a-hash", 1);
    private static final TableName SEQUENCE = new TableName("public", "numbers");
    private static final Statement LAST = new Statement("grant", "table kept", "GRANT SELECT ON public.kept TO PUBLIC");
    private static EmbeddedPostgres server;
    private WireSession session;
    private LedgeredSession target;

    @BeforeAll
    static void startServer() throws IOException {
        server = FreshPostgres.start();
    }

    @AfterAll
    static void stopServer() throws IOException {
        server.close();
    }

    @BeforeEach
    void beginCopy() throws SQLException {
        try (var admin = server.getPostgresDatabase().getConnection();
                var statement = admin.createStatement()) {
            Fence.create(admin, TERM, new CopyOrigin("system 1 database 5 postgres", "all"), "a state");
            statement.execute(
                    "CREATE TABLE public.kept (id int); CREATE UNLOGGED TABLE public.lost (id int); CREATE SEQUENCE public.numbers");
        }
        connect();
        copy("copy kept", "INSERT INTO public.kept VALUES (1)");
        copy("copy lost", "INSERT INTO public.lost VALUES (1)");
        setSequences();
    }

    @AfterEach
    void drop() throws SQLException {
        session.close();
        try (var admin = server.getPostgresDatabase().getConnection();
                var statement = admin.createStatement()) {
            statement.execute(
                    "DROP SCHEMA IF EXISTS pgconvoy_ledger CASCADE; DROP TABLE public.kept, public.lost; DROP SEQUENCE public.numbers");
        }
    }

    private void connect() throws SQLException {
        session = WireSession.open(
                new ServerConnector(new SecretResolver(Optional.empty()), Duration.ofSeconds(10)),
                ServerSide.TARGET,
                new ServerEndpoint(
                        "localhost", server.getPort(), "postgres", Optional.empty(), SslMode.PREFER, "postgres"),
                "postgres",
                TERM.id(),
                "test");
        target = new LedgeredSession(session, TERM);
    }

    private void copy(String unit, String sql) {
        target.once(new Statement(unit, unit, sql));
    }

    private void setSequences() {
        target.once("sequences", () -> {
            SetSequences.write(
                    session.jdbc(), Map.of(SEQUENCE, new SequenceState(7, true, 1, false, 1, Long.MAX_VALUE)));
            return List.of();
        });
    }

    private void complete() {
        target.complete(List.of(LAST), new DatabaseLog("postgres").outcome());
    }

    /// The server ends all sessions and recovers, as after a loss of power.
    private void crash() throws SQLException {
        long pid;
        try (var victim = server.getPostgresDatabase().getConnection()) {
            pid = victim.unwrap(org.postgresql.PGConnection.class).getBackendPID();
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
            await().until(() -> !isUp(session.jdbc()));
        }
        session.close();
        await().ignoreExceptions().until(() -> {
            connect();
            return true;
        });
    }

    private static boolean isUp(Connection session) {
        try (var statement = session.createStatement()) {
            return statement.execute("SELECT 1");
        } catch (SQLException _) {
            return false;
        }
    }

    private long count(String table) throws SQLException {
        try (var statement = session.jdbc().createStatement();
                var row = statement.executeQuery("SELECT count(*) FROM " + table)) {
            row.next();
            return row.getLong(1);
        }
    }

    private List<String> done(String... units) throws SQLException {
        return Ledger.read(session.jdbc(), List.of(units)).stream()
                .map(unit -> unit.unit())
                .toList();
    }

    private static void assertContention(org.assertj.core.api.ThrowableAssert.ThrowingCallable step, String words) {
        assertThatExceptionOfType(MigrationException.class)
                .isThrownBy(step)
                .satisfies(e -> assertThat(e.failure().code()).isEqualTo(FailureCode.CONTENTION))
                .satisfies(e -> assertThat(e.failure().sentence()).contains(words));
    }

    @Test
    void a_crash_takes_nothing_from_a_complete_copy_that_has_nothing_unlogged() throws SQLException {
        try (var statement = session.jdbc().createStatement()) {
            statement.execute("ALTER TABLE public.lost SET LOGGED");
        }
        complete();
        crash();

        assertThat(CrashTrace.isLost(session.jdbc())).isFalse();
        assertThat(DatabaseOutcome.kept(session.jdbc())).isPresent();
        assertThat(count("public.lost")).isOne();
    }

    @Test
    void without_a_crash_the_copy_is_completed_and_finished() throws SQLException {
        complete();
        assertThat(CrashTrace.isLost(session.jdbc())).isFalse();
        assertThat(DatabaseOutcome.kept(session.jdbc())).hasValue(new DatabaseLog("postgres").outcome());

        assertThat(target.finish()).isEmpty();

        assertThat(Fence.owner(session.jdbc())).isEmpty();
        assertThat(count("information_schema.role_table_grants WHERE table_name = 'kept' AND grantee = 'PUBLIC'"))
                .isEqualTo(1);
    }

    @Test
    void after_a_crash_it_is_neither_completed_nor_finished() throws SQLException {
        crash();

        assertThat(CrashTrace.isLost(session.jdbc())).isTrue();
        assertThat(count("public.lost")).isZero();
        assertContention(this::complete, "A crash of the target");
        assertThat(DatabaseOutcome.kept(session.jdbc())).isEmpty();
        assertContention(target::finish, "A crash of the target");
        assertThat(Fence.owner(session.jdbc())).isPresent();
    }

    @Test
    void a_complete_copy_is_not_complete_after_a_crash_until_what_was_lost_is_copied_again() throws SQLException {
        complete();
        crash();
        assertContention(target::finish, "A crash of the target");

        target.forget(List.of("copy lost"));

        assertThat(done("copy kept", "copy lost", "sequences", "last steps")).containsExactly("copy kept");
        assertContention(target::finish, "does not say that the copy is complete");
        copy("copy lost", "INSERT INTO public.lost VALUES (1)");
        setSequences();
        complete();
        target.finish();
        assertThat(count("public.lost")).isEqualTo(1);
        assertThat(Fence.owner(session.jdbc())).isEmpty();
    }

    /// As in a unit of another name.
    @Test
    void sequences_that_an_earlier_conductor_has_set_are_set_again() throws SQLException {
        target.once("sequences from 0", () -> {
            SetSequences.write(
                    session.jdbc(), Map.of(SEQUENCE, new SequenceState(9, true, 1, false, 1, Long.MAX_VALUE)));
            return List.of();
        });

        assertThat(SetSequences.read(session.jdbc()))
                .containsEntry(SEQUENCE, new SequenceState(9, true, 1, false, 1, Long.MAX_VALUE));
    }

    @Test
    void a_second_crash_is_found_like_the_first() throws SQLException {
        crash();
        target.forget(List.of("copy lost"));
        assertThat(CrashTrace.isLost(session.jdbc())).isFalse();

        crash();

        assertThat(CrashTrace.isLost(session.jdbc())).isTrue();
    }

    @Test
    void tables_with_triggers_or_foreign_keys_cannot_be_filled_again() throws SQLException {
        assertThat(CrashTrace.isBeyondRefill(session.jdbc())).isFalse();
        try (var statement = session.jdbc().createStatement()) {
            statement.execute(
                    "ALTER TABLE public.kept ADD PRIMARY KEY (id); ALTER TABLE public.lost ADD FOREIGN KEY (id) REFERENCES public.kept");
        }

        assertThat(CrashTrace.isBeyondRefill(session.jdbc())).isTrue();
    }

    @Test
    void unlogged_partitions_of_a_hash_cannot_be_filled_again() throws SQLException {
        try (var statement = session.jdbc().createStatement()) {
            statement.execute("""
                    CREATE TABLE public.moods (id int) PARTITION BY LIST (id);
                    CREATE UNLOGGED TABLE public.moods_1 PARTITION OF public.moods FOR VALUES IN (1);
                    CREATE TABLE public.moods_2 PARTITION OF public.moods FOR VALUES IN (2) PARTITION BY HASH (id)""");
            assertThat(CrashTrace.isBeyondRefill(session.jdbc())).isFalse();
            statement.execute("""
                    CREATE UNLOGGED TABLE public.moods_2_0 PARTITION OF public.moods_2
                    FOR VALUES WITH (MODULUS 1, REMAINDER 0)""");

            assertThat(CrashTrace.isBeyondRefill(session.jdbc())).isTrue();
            statement.execute("DROP TABLE public.moods");
        }
    }

    @Test
    void an_older_epoch_finishes_nothing() throws SQLException {
        complete();
        Fence.raise(session.jdbc(), new LeadTerm(TERM.id(), TERM.requestHash(), 2));

        assertThatExceptionOfType(MigrationException.class)
                .isThrownBy(target::finish)
                .satisfies(e -> assertThat(e.failure().code()).isEqualTo(FailureCode.FENCED));
        assertThatExceptionOfType(MigrationException.class).isThrownBy(() -> target.forget(List.of("copy lost")));
        assertThat(Fence.owner(session.jdbc())).isPresent();
    }
}
