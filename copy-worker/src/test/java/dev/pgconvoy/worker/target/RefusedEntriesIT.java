package dev.pgconvoy.worker.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pgconvoy.copy.Work.Statement;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.postgres.FreshPostgres;
import dev.pgconvoy.postgres.PgTools;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.secret.SecretResolver;
import dev.pgconvoy.secret.ServerSide;
import dev.pgconvoy.worker.catalog.UsersSearchPaths;
import dev.pgconvoy.worker.lead.LeadTerm;
import dev.pgconvoy.worker.lead.Leadership;
import dev.pgconvoy.worker.lease.Lease;
import dev.pgconvoy.worker.ledger.CopyOrigin;
import dev.pgconvoy.worker.schema.SchemaArchive;
import dev.pgconvoy.worker.schema.SchemaPieces;
import dev.pgconvoy.worker.wire.WireSession;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Entries of an archive that a target refuses among many that it takes.
class RefusedEntriesIT {

    private static final MigrationId ID = MigrationId.parse("target/entries");
    private static final LeadTerm TERM = new LeadTerm(ID, "a-hash", 1);

    private static EmbeddedPostgres server;
    private final ServerConnector connector =
            new ServerConnector(new SecretResolver(Optional.empty()), Duration.ofSeconds(10));
    private Connection source;
    private Leadership leader;
    private WireSession session;

    @BeforeAll
    static void startServer() throws IOException {
        server = FreshPostgres.start();
    }

    @AfterAll
    static void stopServer() throws IOException {
        server.close();
    }

    @BeforeEach
    void create() throws SQLException {
        try (var admin = server.getPostgresDatabase().getConnection();
                var statement = admin.createStatement()) {
            statement.execute("CREATE DATABASE origin");
        }
        source = server.getDatabase("postgres", "origin").getConnection();
        leader = Leadership.contend(
                connector.open(ServerSide.TARGET, endpoint(), "postgres", ID, "test"),
                ID,
                Lease.startingNow(Duration.ofMinutes(10), System::nanoTime),
                Optional.empty());
        leader.begin(TERM, 1);
        var database = new TargetDatabase(connector, endpoint(), leader, "shop");
        database.create(leader.session(), new CopyOrigin("system 1 database 5 shop", "all"), "a state");
        session = database.openWired();
    }

    private static ServerEndpoint endpoint() {
        return new ServerEndpoint(
                "localhost", server.getPort(), "postgres", Optional.empty(), SslMode.PREFER, "postgres");
    }

    @AfterEach
    void drop() throws SQLException {
        source.close();
        session.close();
        leader.close();
        try (var admin = server.getPostgresDatabase().getConnection();
                var statement = admin.createStatement()) {
            statement.execute("DROP DATABASE shop WITH (FORCE)");
            statement.execute("DROP DATABASE origin WITH (FORCE)");
            statement.execute("DROP SCHEMA IF EXISTS pgconvoy_lead CASCADE");
            statement.execute("DROP ROLE IF EXISTS keeper");
        }
    }

    private void atSource(String sql) throws SQLException {
        try (var statement = source.createStatement()) {
            statement.execute(sql);
        }
    }

    private LedgeredSession target() {
        return new LedgeredSession(session, TERM, () -> UsersSearchPaths.of(source, session.jdbc()));
    }

    /// Restores the pre-data part of the source but for what is of this name.
    private List<Finding> restoreWithout(String tag) throws InterruptedException {
        return restoreWithout(tag, false);
    }

    private List<Finding> restoreWithout(String tag, boolean failFast) throws InterruptedException {
        try (var archive = SchemaArchive.dump(
                PgTools.find(Optional.empty()),
                connector,
                ServerSide.SOURCE,
                endpoint(),
                "origin",
                ID,
                Optional.empty())) {
            var entries = SchemaPieces.of(archive.entries()).preData().stream()
                    .filter(entry -> !entry.tag().equals(tag))
                    .toList();
            return target().restoreOnce(
                            "relations from 0", "shop", entries, some -> archive.script(some, _ -> false), failFast);
        }
    }

    private boolean exists(String relation) throws SQLException {
        try (var statement = session.jdbc().createStatement();
                var row =
                        statement.executeQuery("SELECT pg_catalog.to_regclass('%s') IS NOT NULL".formatted(relation))) {
            row.next();
            return row.getBoolean(1);
        }
    }

    @Test
    void the_entry_at_fault_and_the_kind_of_its_statement_are_named() throws Exception {
        for (var number = 0; number < 40; number++) {
            atSource("CREATE TABLE t%d (id int)".formatted(number));
        }
        atSource("CREATE TYPE mood AS ENUM ('sad', 'fine')");
        atSource("CREATE TABLE diary (id int, mood mood); CREATE VIEW sad AS SELECT id FROM diary WHERE mood = 'sad'");

        var refused = catchThrowableOfType(MigrationException.class, () -> restoreWithout("mood"));

        assertThat(refused.failure().code()).isEqualTo(FailureCode.SCHEMA_REFUSED);
        assertThat(refused.failure().object()).isEqualTo("table public.diary of database \"shop\"");
        assertThat(refused.failure().message())
                .contains("CREATE TABLE", "public.mood", "42704")
                .doesNotContain("public.sad"); // which needs that table
        assertThat(exists("public.t0")).as("all or nothing").isFalse();
    }

    @Test
    void several_of_them_are_named_together() throws Exception {
        atSource("CREATE TYPE mood AS ENUM ('sad', 'fine')");
        atSource("CREATE TABLE diary (id int, mood mood)");
        atSource("CREATE TABLE notes (id int)");
        atSource("CREATE TABLE album (mood mood)");

        var refused = catchThrowableOfType(MigrationException.class, () -> restoreWithout("mood"));

        assertThat(refused.failure().sentence())
                .contains("public.diary", "public.album", "Also refused")
                .doesNotContain("public.notes");
    }

    /// `pg_dump` writes a view that selects from itself as one that no server can make.
    private static final String VIEW_OF_ITSELF = """
            CREATE TABLE t (id int);
            CREATE VIEW v AS SELECT id FROM t;
            CREATE OR REPLACE VIEW v AS SELECT id FROM v;
            CREATE VIEW w AS SELECT id FROM v;
            CREATE VIEW good AS SELECT id FROM t""";

    @Test
    void a_view_that_selects_from_itself_is_left_out_with_what_reads_it() throws Exception {
        atSource(VIEW_OF_ITSELF);

        var notes = restoreWithout("nothing");

        assertThat(notes).extracting(Finding::code).containsOnly("PGC2001");
        assertThat(notes).extracting(Finding::object).containsExactlyInAnyOrder("public.v", "public.w");
        assertThat(notes)
                .filteredOn(note -> note.object().equals("public.w"))
                .singleElement()
                .satisfies(note -> assertThat(note.message()).contains("needs public.v"));
        assertThat(exists("public.t")).isTrue();
        assertThat(exists("public.good")).isTrue();
        assertThat(restoreWithout("nothing"))
                .as("whoever goes on knows it, too")
                .isEqualTo(notes);
    }

    @Test
    void a_function_without_its_type_is_left_out() throws Exception {
        atSource("CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE plain (id int)");
        atSource("CREATE FUNCTION glum(m mood) RETURNS int LANGUAGE sql AS 'SELECT 1'");

        assertThat(restoreWithout("mood")).singleElement().satisfies(note -> {
            assertThat(note.object()).contains("glum");
            assertThat(note.remedy()).contains("CREATE FUNCTION");
        });
        assertThat(exists("public.plain")).isTrue();
    }

    @Test
    void a_function_without_its_language_is_left_out() throws Exception {
        atSource("""
                CREATE FUNCTION toy_handler() RETURNS language_handler
                    LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
                CREATE LANGUAGE pltoy HANDLER toy_handler;
                CREATE FUNCTION play() RETURNS int LANGUAGE pltoy AS 'BEGIN RETURN 1; END';
                CREATE TABLE plain (id int);
                CREATE VIEW played AS SELECT play() AS n""");

        var notes = restoreWithout("pltoy");

        assertThat(notes).extracting(Finding::object).containsExactlyInAnyOrder("public.play()", "public.played");
        assertThat(notes).anySatisfy(note -> {
            assertThat(note.object()).isEqualTo("public.play()");
            assertThat(note.remedy()).contains("CREATE FUNCTION");
        });
        assertThat(exists("public.plain")).isTrue();
    }

    @Test
    void who_wants_to_fail_fast_gets_a_failure() throws Exception {
        atSource(VIEW_OF_ITSELF);

        var refused = catchThrowableOfType(MigrationException.class, () -> restoreWithout("nothing", true));

        assertThat(refused.failure().object()).isEqualTo("view public.v of database \"shop\"");
    }

    private static final String BARE_NAMES = """
            CREATE SCHEMA lib;
            SET search_path = lib, public;
            CREATE FUNCTION lib.code(b bytea) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT encode(b, 'hex') $$;
            CREATE FUNCTION lib.code(u uuid) RETURNS text LANGUAGE sql IMMUTABLE AS
                $$ SELECT code(decode(replace(u::text, '-', ''), 'hex')) $$;
            CREATE TABLE public.tokens (id uuid PRIMARY KEY, code text GENERATED ALWAYS AS (lib.code(id)) STORED);
            CREATE TABLE public.docs (id int, words tsvector);
            RESET search_path""";

    @Test
    void a_generated_column_finds_its_function_by_the_search_path_of_the_database() throws Exception {
        atSource(BARE_NAMES);
        var refused = catchThrowableOfType(MigrationException.class, () -> restoreWithout("nothing"));
        assertThat(refused.failure().object()).isEqualTo("table public.tokens of database \"shop\"");
        assertThat(refused.failure().message()).contains("CREATE TABLE", "code", "search_path", "\"public\"");
        assertThat(refused.failure().remedy()).contains("ALTER FUNCTION");

        atSource("ALTER DATABASE origin SET search_path = lib, public");
        restoreWithout("nothing");

        assertThat(exists("public.tokens")).isTrue();
        assertThat(searchPath()).isEqualTo("pg_catalog, pg_temp");
    }

    /// The archive has them by their names.
    @Test
    void a_table_that_needs_a_later_one_is_made_after_it() throws Exception {
        atSource("""
                CREATE TABLE rates (currency text PRIMARY KEY, rate int);
                CREATE FUNCTION rate(currency text) RETURNS int LANGUAGE sql IMMUTABLE AS
                    'SELECT r.rate FROM public.rates AS r WHERE r.currency = $1';
                CREATE TABLE b_priced (currency text, rate int GENERATED ALWAYS AS (public.rate(currency)) STORED);
                CREATE FUNCTION first_rate() RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT b.rate FROM public.b_priced AS b LIMIT 1';
                CREATE TABLE a_priced (id int, rate int GENERATED ALWAYS AS (id + public.first_rate()) STORED);
                CREATE VIEW a_view AS SELECT rate FROM a_priced""");

        assertThat(restoreWithout("nothing")).isEmpty();

        assertThat(exists("public.a_priced")).isTrue();
        assertThat(exists("public.b_priced")).isTrue();
        assertThat(exists("public.a_view")).isTrue();
    }

    private String searchPath() throws SQLException {
        try (var statement = session.jdbc().createStatement();
                var row = statement.executeQuery("SHOW search_path")) {
            row.next();
            return row.getString(1);
        }
    }

    @Test
    void or_by_that_of_the_role_that_owns_most() throws Exception {
        atSource(BARE_NAMES);
        atSource("CREATE ROLE keeper; ALTER TABLE tokens OWNER TO keeper; ALTER TABLE docs OWNER TO keeper");
        atSource("ALTER ROLE keeper IN DATABASE origin SET search_path = lib");

        restoreWithout("nothing");

        assertThat(exists("public.tokens")).isTrue();
    }

    @Test
    void a_materialized_view_is_refreshed_by_it_or_named_with_it() throws Exception {
        try (var statement = session.jdbc().createStatement()) {
            statement.execute("CREATE TABLE public.docs (words tsvector); INSERT INTO public.docs VALUES ('a b')");
            statement.execute("CREATE MATERIALIZED VIEW public.words AS"
                    + " SELECT word FROM ts_stat('SELECT words FROM docs') WITH NO DATA");
            statement.execute("CREATE MATERIALIZED VIEW public.lost AS SELECT word FROM ts_stat('SELECT w FROM gone')"
                    + " WITH NO DATA");
        }

        var notes = target().tolerantly("refresh", List.of(refresh("words"), refresh("lost")));

        assertThat(notes).extracting(Finding::object).containsExactly("public.lost");
        assertThat(notes.getFirst().message()).contains("search_path", "\"public\"");
        assertThat(notes.getFirst().remedy()).contains("ALTER FUNCTION", "REFRESH MATERIALIZED VIEW");
        try (var statement = session.jdbc().createStatement();
                var row = statement.executeQuery("SELECT count(*) FROM public.words")) {
            row.next();
            assertThat(row.getInt(1)).isEqualTo(2);
        }
    }

    private static Statement refresh(String view) {
        return new Statement("refresh", "public." + view, "REFRESH MATERIALIZED VIEW public." + view);
    }

    @Test
    void a_schema_in_which_everybody_may_create_is_not_searched() throws Exception {
        atSource(BARE_NAMES);
        atSource("ALTER DATABASE origin SET search_path = lib, public");
        try (var statement = session.jdbc().createStatement()) {
            statement.execute("GRANT CREATE ON SCHEMA public TO PUBLIC");
        }

        restoreWithout("nothing");

        assertThat(UsersSearchPaths.of(source, session.jdbc()))
                .singleElement()
                .satisfies(path -> assertThat(path.schemas()).containsExactly("lib"));
    }
}
