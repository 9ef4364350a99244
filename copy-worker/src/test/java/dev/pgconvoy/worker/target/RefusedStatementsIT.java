package dev.pgconvoy.worker.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pgconvoy.copy.Work.Statement;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.NotesByCode;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.postgres.FreshPostgres;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.secret.SecretResolver;
import dev.pgconvoy.secret.ServerSide;
import dev.pgconvoy.worker.lead.LeadTerm;
import dev.pgconvoy.worker.lead.Leadership;
import dev.pgconvoy.worker.lease.Lease;
import dev.pgconvoy.worker.ledger.CopyOrigin;
import dev.pgconvoy.worker.plan.StatementChunk;
import dev.pgconvoy.worker.report.DatabaseLog;
import dev.pgconvoy.worker.report.NoteLog;
import dev.pgconvoy.worker.wire.WireSession;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a server with its default settings refuses to somebody without powers, in large numbers.
class RefusedStatementsIT {

    private static final MigrationId ID = MigrationId.parse("target/refused");
    private static final int MANY = 40_000;

    /// Its 80,000 lines are of no use here.
    private static final Logger NOTES = Logger.getLogger(NoteLog.class.getName());

    private static EmbeddedPostgres server;
    private final ServerConnector connector =
            new ServerConnector(new SecretResolver(Optional.empty()), Duration.ofSeconds(10));
    private Leadership leader;
    private WireSession session;
    private LedgeredSession target;

    @BeforeAll
    static void startServer() throws IOException, SQLException {
        NOTES.setLevel(Level.WARNING);
        server = FreshPostgres.start();
        try (var admin = server.getPostgresDatabase().getConnection();
                var statement = admin.createStatement()) {
            statement.execute("CREATE ROLE mover LOGIN CREATEDB");
            statement.execute("GRANT CREATE ON DATABASE postgres TO mover");
        }
    }

    @AfterAll
    static void stopServer() throws IOException {
        NOTES.setLevel(null);
        server.close();
    }

    @BeforeEach
    void create() throws SQLException {
        var endpoint = new ServerEndpoint(
                "localhost", server.getPort(), "mover", Optional.empty(), SslMode.PREFER, "postgres");
        leader = Leadership.contend(
                connector.open(ServerSide.SOURCE, endpoint, "postgres", ID, "test"),
                ID,
                Lease.startingNow(Duration.ofMinutes(10), System::nanoTime),
                Optional.empty());
        leader.begin(new LeadTerm(ID, "a-hash", leader.nextEpoch("a-hash")), 1);
        var database = new TargetDatabase(connector, endpoint, leader, "shop");
        database.create(leader.session(), new CopyOrigin("system 1 database 5 shop", "all"), "a state");
        session = database.openWired();
        target = new LedgeredSession(session, leader.term());
    }

    @AfterEach
    void drop() throws SQLException {
        session.close();
        leader.close();
        try (var admin = server.getPostgresDatabase().getConnection();
                var statement = admin.createStatement()) {
            statement.execute("DROP DATABASE shop WITH (FORCE)");
            statement.execute("DROP SCHEMA IF EXISTS pgconvoy_lead CASCADE");
        }
    }

    @Test
    void every_refused_grant_is_counted_within_seconds() {
        var began = System.nanoTime();
        var notes = new NotesByCode();
        for (var chunk : StatementChunk.of(grants(MANY))) {
            notes.addAll(target.tolerantly("grants from " + chunk.from(), chunk.statements()));
        }

        assertThat(notes.count()).isEqualTo(MANY);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(60));
    }

    /// In one transaction, which is the hardest: 40,000 savepoints would exhaust the server's table of locks.
    @Test
    void as_many_last_steps_are_refused_without_exhausting_the_server() throws SQLException {
        target.complete(grants(MANY), new DatabaseLog("shop").outcome());
        var began = System.nanoTime();

        var notes = target.finish();

        assertThat(notes).hasSize(MANY);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(60));
        assertThat(count("SELECT count(*) FROM pg_namespace WHERE nspname = 'pgconvoy_ledger'"))
                .isZero();
    }

    @Test
    void what_is_granted_among_refusals_stays() throws SQLException {
        var mixed = new ArrayList<Statement>();
        for (var number = 0; number < 300; number++) {
            mixed.add(statement("made " + number, "CREATE TABLE public.made_%d ()".formatted(number)));
            mixed.add(statement("ghost " + number, "GRANT SELECT ON public.made_%d TO ghost".formatted(number)));
        }

        var notes = StatementChunk.of(mixed).stream()
                .flatMap(chunk -> target.tolerantly("mixed from " + chunk.from(), chunk.statements()).stream())
                .toList();

        assertThat(notes)
                .extracting(Finding::object)
                .isEqualTo(IntStream.range(0, 300)
                        .mapToObj(number -> "ghost " + number)
                        .toList());
        assertThat(notes.getFirst().remedy()).contains("GRANT SELECT ON public.made_0 TO ghost");
        assertThat(count("SELECT count(*) FROM pg_class WHERE relname LIKE 'made\\_%'"))
                .isEqualTo(300);
    }

    /// A server answers a REVOKE by somebody without the grant option with a warning (01006), a GRANT with 01007.
    @Test
    void what_a_warning_says_had_no_effect_is_named_whether_others_are_refused_or_not() throws SQLException {
        try (var extension = session.jdbc().createStatement()) {
            extension.execute("CREATE EXTENSION pgcrypto SCHEMA public"); // its functions are the bootstrap superuser's
        }
        var harmless = statement("harmless", "DO $$ BEGIN RAISE WARNING 'of no interest'; END $$");
        var revoke = statement("armor", "REVOKE ALL ON FUNCTION public.armor(bytea) FROM PUBLIC");
        var grant = statement("dearmor", "GRANT ALL ON FUNCTION public.dearmor(text) TO mover");
        var refused = statement("ghost", "GRANT ALL ON FUNCTION public.armor(bytea) TO ghost");

        var together = target.tolerantly("together", List.of(harmless, revoke, grant));
        var each = target.tolerantly("each", List.of(harmless, revoke, refused, grant));

        assertThat(together).extracting(Finding::code).containsExactly("PGC2050", "PGC2050");
        assertThat(together).extracting(Finding::object).containsExactly("armor", "dearmor");
        assertThat(together.getFirst().remedy()).endsWith(": " + revoke.sql());
        assertThat(each).extracting(Finding::code).containsExactlyInAnyOrder("PGC2050", "PGC2001", "PGC2050");
        assertThat(each).extracting(Finding::object).containsExactlyInAnyOrder("armor", "ghost", "dearmor");
    }

    /// pg_dump writes each right that another role than the owner gave in that role's name.
    @Test
    void what_another_role_granted_is_told_by_the_grant_and_not_by_the_name() throws SQLException {
        try (var owner = session.jdbc().createStatement()) {
            owner.execute("CREATE TABLE public.lent (id int)");
        }
        var scripts = List.of(
                statement("lent", "SET SESSION AUTHORIZATION \"lender\""),
                statement("lent", "GRANT SELECT ON TABLE public.lent TO pg_monitor"),
                statement("lent to nobody", "GRANT INSERT ON TABLE public.lent TO ghost"),
                statement("lent", "RESET SESSION AUTHORIZATION"));

        var notes = target.tolerantly("grants", scripts);

        assertThat(notes).extracting(Finding::object).containsExactly("lent", "lent to nobody");
        assertThat(notes.getFirst().message()).contains("in the name of the target's user", "SQLSTATE");
        assertThat(notes.getFirst().remedy()).endsWith(": GRANT SELECT ON TABLE public.lent TO pg_monitor");
        assertThat(notes.getLast().remedy()).endsWith(": GRANT INSERT ON TABLE public.lent TO ghost");
        assertThat(count("SELECT has_table_privilege('pg_monitor', 'public.lent', 'SELECT')::int"))
                .isOne();
    }

    @Test
    void long_statements_and_long_refusals_do_not_block_the_wire() {
        var padding = "x".repeat(200_000);
        var statements = IntStream.range(0, 40)
                .mapToObj(number -> statement(
                        "long " + number, "DO $$ BEGIN RAISE EXCEPTION '%%', '%s'; END $$".formatted(padding)))
                .toList();

        assertThat(target.tolerantly("long", statements)).hasSize(40);
    }

    @Test
    void a_refused_subscription_is_named_without_its_password() {
        var notes = target.tolerantly(
                "publications",
                List.of(
                        statement(
                                "news",
                                "CREATE SUBSCRIPTION news CONNECTION 'host=h password=hunter2' PUBLICATION p WITH (connect = false)"),
                        statement("broken", "CREATE SUBSCRIPTION broken CONNECTION 'hunter2' PUBLICATION p")));

        assertThat(notes).extracting(Finding::object).containsExactly("news", "broken");
        assertThat(notes.toString()).doesNotContain("hunter2");
        assertThat(notes.getFirst().message()).contains("subscription");
    }

    @Test
    void that_the_server_is_exhausted_is_no_refusal() {
        var full =
                List.of(statement("table", "DO $$ BEGIN RAISE EXCEPTION 'disk full' USING ERRCODE = '53100'; END $$"));

        assertThatThrownBy(() -> target.tolerantly("full", full)).hasMessageContaining("SQLSTATE 53100");
    }

    private static List<Statement> grants(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> statement("t" + number, "GRANT SELECT ON pg_catalog.pg_class TO ghost_" + number))
                .toList();
    }

    private static Statement statement(String object, String sql) {
        return new Statement("acl public t", object, sql);
    }

    private long count(String sql) throws SQLException {
        try (var statement = session.jdbc().createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
