package dev.pgconvoy.worker.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.migration.RightsOptions;
import dev.pgconvoy.postgres.FreshPostgres;
import dev.pgconvoy.worker.schema.ToldStatements;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The rights on two servers that have the same objects.
class ComparedRightsIT {

    private static final String DATABASE = "shop";
    private static final String ORIGINAL = "original";
    private static final String OBJECTS = """
            CREATE TABLE t (id int, "odd, one" text);
            CREATE TABLE lonely ();
            CREATE SEQUENCE s;
            CREATE VIEW v AS SELECT 1 AS one;
            CREATE FUNCTION f(a int, b text DEFAULT 'x', VARIADIC c text[] DEFAULT '{}') RETURNS int
                LANGUAGE sql AS 'SELECT 1';
            CREATE PROCEDURE p(INOUT n int) LANGUAGE plpgsql AS 'BEGIN END';
            CREATE AGGREGATE a(int) (sfunc = int4pl, stype = int);
            CREATE TYPE colour AS ENUM ('red');
            CREATE TYPE pair AS (a int, b int);
            CREATE DOMAIN small AS int;
            CREATE SCHEMA "Sales";
            CREATE TABLE "Sales"."Order" (id int);
            CREATE FOREIGN DATA WRAPPER w;
            CREATE SERVER elsewhere FOREIGN DATA WRAPPER w;
            CREATE EXTENSION pgcrypto;
            SELECT lo_create(4711);
            """;

    private static EmbeddedPostgres source;
    private static EmbeddedPostgres target;

    @BeforeAll
    static void start() throws Exception {
        source = startServer();
        target = startServer();
        for (var server : List.of(source, target)) {
            run(server, "postgres", "CREATE ROLE app; CREATE ROLE \"Odd Role\"; CREATE ROLE owner");
            run(server, "postgres", "CREATE DATABASE " + ORIGINAL);
            run(server, ORIGINAL, OBJECTS);
        }
        run(source, "postgres", "CREATE ROLE ghost");
    }

    /// Nothing here has to outlive a crash.
    private static EmbeddedPostgres startServer() throws IOException {
        return FreshPostgres.start();
    }

    @AfterAll
    static void stop() throws Exception {
        source.close();
        target.close();
    }

    @BeforeEach
    void create() throws SQLException {
        for (var server : List.of(source, target)) {
            run(server, "postgres", "CREATE DATABASE %s TEMPLATE %s".formatted(DATABASE, ORIGINAL));
        }
    }

    @AfterEach
    void drop() throws SQLException {
        for (var server : List.of(source, target)) {
            run(server, "postgres", "DROP DATABASE " + DATABASE);
            run(server, "postgres", "REVOKE ALL ON PARAMETER work_mem, log_statement FROM app");
        }
    }

    @Test
    void equal_rights_are_no_difference() throws Exception {
        for (var server : List.of(source, target)) {
            run(server, DATABASE, """
                    GRANT SELECT ON t TO app WITH GRANT OPTION;
                    REVOKE ALL ON lonely FROM PUBLIC, CURRENT_USER;
                    SET ROLE app;
                    GRANT SELECT ON t TO "Odd Role";
                    RESET ROLE;
                    REVOKE EXECUTE ON FUNCTION armor(bytea) FROM PUBLIC;
                    REVOKE EXECUTE ON FUNCTION pg_catalog.pg_sleep(double precision) FROM PUBLIC""");
        }
        run(source, DATABASE, "GRANT SELECT ON t TO app");

        assertThat(compared(new RightsOptions(true, false, false))).isEmpty();
    }

    @Test
    void a_right_that_the_owner_lacks_is_a_difference_with_another_owner_that_was_asked_for() throws Exception {
        run(source, DATABASE, "REVOKE ALL ON lonely FROM CURRENT_USER");
        run(target, DATABASE, "ALTER TABLE lonely OWNER TO owner");

        assertThat(compared(new RightsOptions(false, true, false)))
                .singleElement()
                .satisfies(note -> assertThat(note.code()).isEqualTo("PGC2051"))
                .satisfies(note -> assertThat(note.object()).isEqualTo("table public.lonely"))
                .satisfies(note -> assertThat(note.remedy()).endsWith("ON TABLE public.lonely FROM \"owner\""));
    }

    /// The function belongs to the target's bootstrap superuser, so that a REVOKE by others has no effect.
    @Test
    void a_right_on_a_member_of_an_extension_that_was_not_taken_away_is_named() throws Exception {
        run(source, DATABASE, """
                REVOKE EXECUTE ON FUNCTION armor(bytea) FROM PUBLIC;
                GRANT EXECUTE ON FUNCTION armor(bytea) TO app""");

        assertThat(compared(RightsOptions.DEFAULTS))
                .extracting(Finding::code, Finding::object, Finding::message, ComparedRightsIT::statement)
                .containsExactly(
                        tuple(
                                "PGC2051",
                                "routine public.armor(bytea)",
                                "\"app\" has EXECUTE at the source, and not on the target.",
                                "GRANT EXECUTE ON ROUTINE public.armor(bytea) TO \"app\""),
                        tuple(
                                "PGC2051",
                                "routine public.armor(bytea)",
                                "PUBLIC has EXECUTE on the target, and not at the source.",
                                "REVOKE EXECUTE ON ROUTINE public.armor(bytea) FROM PUBLIC"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GRANT SELECT, INSERT ON t TO \"Odd Role\"",
                "GRANT SELECT ON t TO app WITH GRANT OPTION",
                "REVOKE INSERT ON t FROM CURRENT_USER",
                "GRANT SELECT (id, \"odd, one\"), UPDATE (id) ON t TO app",
                "GRANT SELECT ON v TO PUBLIC",
                "GRANT USAGE ON SEQUENCE s TO app",
                "REVOKE EXECUTE ON FUNCTION f FROM PUBLIC",
                "GRANT EXECUTE ON PROCEDURE p TO app",
                "REVOKE EXECUTE ON FUNCTION a(int) FROM PUBLIC",
                "REVOKE USAGE ON TYPE colour FROM PUBLIC",
                "GRANT USAGE ON TYPE pair TO app",
                "REVOKE USAGE ON DOMAIN small FROM PUBLIC",
                "REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC",
                "GRANT USAGE ON SCHEMA \"Sales\" TO app",
                "REVOKE USAGE ON SCHEMA public FROM PUBLIC",
                "GRANT UPDATE ON \"Sales\".\"Order\" TO app",
                "GRANT USAGE ON FOREIGN DATA WRAPPER w TO app",
                "GRANT USAGE ON FOREIGN SERVER elsewhere TO app",
                "GRANT SELECT ON LARGE OBJECT 4711 TO app",
                "REVOKE UPDATE ON LARGE OBJECT 4711 FROM CURRENT_USER",
                "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO app",
                "ALTER DEFAULT PRIVILEGES FOR ROLE owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC",
                "ALTER DEFAULT PRIVILEGES FOR ROLE owner IN SCHEMA \"Sales\" GRANT ALL ON SEQUENCES TO app",
                "REVOKE CONNECT, TEMPORARY ON DATABASE shop FROM PUBLIC",
                "GRANT CREATE ON DATABASE shop TO app WITH GRANT OPTION",
                "GRANT SET, ALTER SYSTEM ON PARAMETER work_mem TO app",
                "GRANT EXECUTE ON FUNCTION pg_catalog.pg_read_file(text) TO app",
                "GRANT SELECT (subconninfo) ON pg_catalog.pg_subscription TO app",
                "ALTER TABLE t OWNER TO owner",
                "ALTER SEQUENCE s OWNER TO owner",
                "ALTER FUNCTION f OWNER TO owner",
                "ALTER PROCEDURE p OWNER TO owner",
                "ALTER TYPE colour OWNER TO owner",
                "ALTER DOMAIN small OWNER TO owner",
                "ALTER SCHEMA \"Sales\" OWNER TO owner",
                "ALTER SERVER elsewhere OWNER TO owner",
                "ALTER LARGE OBJECT 4711 OWNER TO owner",
                "ALTER DATABASE shop OWNER TO owner",
            })
    void whatever_differs_is_named_with_the_statement_that_mends_it(String lost) throws Exception {
        run(source, DATABASE, lost);

        var found = compared(new RightsOptions(true, false, false));

        assertThat(found).isNotEmpty();
        for (var finding : found) {
            run(target, DATABASE, statement(finding));
        }
        assertThat(compared(new RightsOptions(true, false, false))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GRANT SELECT ON t TO app WITH GRANT OPTION",
                "GRANT SELECT (id) ON t TO app",
                "GRANT SELECT ON LARGE OBJECT 4711 TO PUBLIC",
                "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO app",
                "ALTER DEFAULT PRIVILEGES IN SCHEMA \"Sales\" GRANT SELECT ON TABLES TO PUBLIC",
                "GRANT EXECUTE ON FUNCTION armor(bytea) TO app",
                "GRANT CREATE ON DATABASE shop TO PUBLIC",
                "REVOKE USAGE ON SCHEMA public FROM PUBLIC",
            })
    void what_only_the_target_grants_is_named_with_the_statement_that_mends_it(String tooMuch) throws Exception {
        run(target, DATABASE, tooMuch);

        var found = compared(RightsOptions.DEFAULTS);

        assertThat(found).isNotEmpty();
        for (var finding : found) {
            run(target, DATABASE, statement(finding));
        }
        assertThat(compared(RightsOptions.DEFAULTS)).isEmpty();
    }

    @Test
    void the_right_to_pass_a_privilege_on_is_a_right_of_its_own() throws Exception {
        run(source, DATABASE, "GRANT SELECT ON t TO app");
        run(target, DATABASE, "GRANT SELECT ON t TO app WITH GRANT OPTION");

        assertThat(compared(RightsOptions.DEFAULTS))
                .extracting(ComparedRightsIT::statement)
                .containsExactly("REVOKE GRANT OPTION FOR SELECT ON TABLE public.t FROM \"app\"");
    }

    @Test
    void what_was_not_to_be_moved_or_is_told_already_is_not_told() throws Exception {
        run(source, DATABASE, "GRANT SELECT ON t TO app, ghost; ALTER TABLE lonely OWNER TO owner");

        assertThat(compared(new RightsOptions(false, true, true))).isEmpty();
        assertThat(compared(new RightsOptions(false, true, false)))
                .extracting(Finding::code)
                .containsExactly("PGC2051");
        assertThat(compared(new RightsOptions(false, false, true)))
                .extracting(Finding::code)
                .containsExactly("PGC2052");
        assertThat(compared(
                        new RightsOptions(false, true, false),
                        "Apply it by hand after the migration: GRANT ALL ON TABLE \"public\".\"t\" TO \"app\";"))
                .isEmpty();
        assertThat(compared(
                        new RightsOptions(false, true, false),
                        "Apply it by hand after the migration: GRANT ALL ON TABLE \"public\".\"t\" TO \"apple\";"))
                .hasSize(1);
    }

    /// An owner's own rights go with the object: that they are another role's is told once, as the owner.
    @Test
    void objects_of_another_owner_differ_by_their_owner_only() throws Exception {
        run(source, DATABASE, "GRANT SELECT ON t TO postgres, app; ALTER TABLE t OWNER TO owner");
        run(target, DATABASE, "GRANT SELECT ON t TO app");

        assertThat(compared(RightsOptions.DEFAULTS)).extracting(Finding::code).containsExactly("PGC2052");
        assertThat(compared(new RightsOptions(false, true, false))).isEmpty();
    }

    private static List<Finding> compared(RightsOptions options, String... remedies)
            throws SQLException, InterruptedException {
        var told = new ToldStatements();
        for (var remedy : remedies) {
            told.add(List.of(
                    Finding.warning("restore", FindingCode.STATEMENT_REFUSED, "object", "Not restored.", remedy)));
        }
        try (var here = connect(source, DATABASE);
                var there = connect(target, DATABASE)) {
            var rights = new ComparedRights(options, here, there, told);
            var found = new ArrayList<>(rights.inDatabase(_ -> false, List.of(4711L)));
            found.addAll(rights.ofDatabases(List.of(DATABASE), _ -> false));
            if (options.migrateRoles()) {
                found.addAll(rights.ofParameters());
            }
            return found;
        }
    }

    private static String statement(Finding finding) {
        return finding.remedy().substring(finding.remedy().indexOf(": ") + 2);
    }

    private static Connection connect(EmbeddedPostgres server, String database) throws SQLException {
        var session = DriverManager.getConnection(server.getJdbcUrl("postgres", database));
        try (var statement = session.createStatement()) {
            statement.execute("SET search_path = pg_catalog");
        }
        return session;
    }

    private static void run(EmbeddedPostgres server, String database, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(server.getJdbcUrl("postgres", database));
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
