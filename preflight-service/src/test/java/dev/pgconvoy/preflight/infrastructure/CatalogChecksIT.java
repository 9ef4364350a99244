package dev.pgconvoy.preflight.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.Severity;
import dev.pgconvoy.migration.RightsOptions;
import dev.pgconvoy.migration.filter.Filters;
import dev.pgconvoy.preflight.PreflightRequests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// One case for each check of a catalog; a clean database, of which none says a word, is in [DatabasesIT].
class CatalogChecksIT extends TwoServers {

    @BeforeEach
    void create() throws SQLException {
        source.run("CREATE DATABASE shop");
    }

    @AfterEach
    void drop() throws SQLException {
        source.run("DROP DATABASE shop");
    }

    @Test
    void a_target_whose_sessions_begin_read_only_is_told_with_what_says_so() throws SQLException {
        target.run("ALTER SYSTEM SET default_transaction_read_only = on");
        target.run("SELECT pg_reload_conf()");
        try {
            assertThat(remedyOf(onlyFindingOf("target-read-only", "603112")))
                    .startsWith("ALTER SYSTEM SET default_transaction_read_only = off");

            writing("ALTER ROLE mover SET default_transaction_read_only = off");
            assertThat(findingsOf("target-read-only")).isEmpty();
        } finally {
            writing(
                    "ALTER ROLE mover RESET default_transaction_read_only",
                    "ALTER SYSTEM RESET default_transaction_read_only",
                    "SELECT pg_reload_conf()");
        }
    }

    @Test
    void a_setting_of_all_roles_is_told_like_others() throws SQLException {
        target.run("ALTER ROLE ALL SET default_transaction_read_only = on");
        try {
            assertThat(remedyOf(onlyFindingOf("target-read-only", "603112")))
                    .isEqualTo("ALTER ROLE ALL RESET default_transaction_read_only;");
            assertThat(findingsOf("hostile-settings"))
                    .extracting(Finding::code, finding -> finding.object().split(" on ")[0])
                    .containsExactly(org.assertj.core.groups.Tuple.tuple("PGC1603", "all roles"));
        } finally {
            writing("ALTER ROLE ALL RESET default_transaction_read_only");
        }
    }

    @Test
    void a_language_that_the_target_does_not_know_is_told() throws SQLException {
        source.runIn("shop", """
                CREATE FUNCTION public.toy_handler() RETURNS language_handler
                LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
                CREATE LANGUAGE "plToy" HANDLER public.toy_handler;
                CREATE FUNCTION pg_catalog.old_handler() RETURNS language_handler
                LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
                CREATE LANGUAGE plold HANDLER pg_catalog.old_handler;
                """);

        assertThat(findingsOf("procedural-languages"))
                .extracting(CatalogChecksIT::brief)
                .containsExactlyInAnyOrder(
                        "ERROR 603413 language \"plToy\" in \"shop\"", "ERROR 603413 language \"plold\" in \"shop\"");
    }

    @Test
    void collations_of_users_need_their_locale_and_others_their_name() throws SQLException {
        source.runIn("shop", """
                CREATE COLLATION public.present (locale = 'C.utf8');
                CREATE COLLATION public.numeric (provider = icu, locale = 'en-u-kn-true');
                CREATE COLLATION public."Absent" (locale = 'C.utf8');
                UPDATE pg_collation SET collcollate = 'nn_NN.utf8', collctype = 'nn_NN.utf8' WHERE collname = 'Absent';
                CREATE TABLE names (name text COLLATE "C.utf8");
                CREATE VIEW sorted AS SELECT name FROM names ORDER BY name COLLATE "de-x-icu";
                UPDATE pg_collation SET collname = 'nn-x-gone' WHERE collname = 'de-x-icu';
                """);

        assertThat(findingsOf("collations"))
                .extracting(CatalogChecksIT::brief)
                .containsExactlyInAnyOrder(
                        "ERROR 603402 collation \"nn-x-gone\" in \"shop\"",
                        "ERROR 603403 collation \"public\".\"Absent\" in \"shop\"");
    }

    @Test
    void a_database_of_icu_needs_a_target_that_was_built_with_it() throws SQLException {
        source.run(
                "CREATE DATABASE sorted TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'und' LC_COLLATE 'C' LC_CTYPE 'C'");
        try {
            assertThat(findingsOf("collations", between().of("sorted"))).isEmpty();

            // Whether it was built with ICU is seen by the collations that initdb made.
            target.run("UPDATE pg_collation SET collprovider = 'c' WHERE collname LIKE '%-x-icu'");
            assertThat(findingsOf("collations", between().of("sorted")))
                    .extracting(CatalogChecksIT::brief)
                    .containsExactly("ERROR 603401 locale provider ICU of \"sorted\"");
        } finally {
            target.run("UPDATE pg_collation SET collprovider = 'i' WHERE collname LIKE '%-x-icu'");
            source.run("DROP DATABASE sorted");
        }
    }

    @Test
    void a_check_that_the_source_refuses_is_an_error_that_names_it_and_the_others_go_on() throws SQLException {
        source.runIn("shop", "REVOKE SELECT ON pg_publication FROM PUBLIC; CREATE TABLE hidden ()");

        assertThat(onlyFindingOf("publications", "PGC1000").message()).contains("pg_publication");
        assertThat(findingsOf("readable-tables")).extracting(Finding::code).containsExactly("PGC1502");

        source.runIn("shop", "GRANT SELECT ON pg_publication TO PUBLIC");
        assertThat(findingsOf("publications")).isEmpty();
    }

    @Test
    void of_more_findings_than_a_verdict_takes_the_gravest_are_kept_and_the_others_counted() throws SQLException {
        source.runIn("shop", collationsOfNowhere(1, 900));
        assertThat(examineServers.examine(between().of("shop").build()).findings())
                .hasSizeBetween(900, 1_000)
                .extracting(Finding::code)
                .doesNotContain("PGC9002");

        source.runIn("shop", collationsOfNowhere(901, 1_100));
        var findings = examineServers.examine(between().of("shop").build()).findings();

        assertThat(findings).hasSize(1_000);
        assertThat(findings.subList(0, 999)).extracting(Finding::severity).containsOnly(Severity.ERROR);
        assertThat(brief(findings.getLast())).matches("INFO PGC9002 \\d+ more findings");
    }

    private static String collationsOfNowhere(int from, int to) {
        return """
                DO $$ BEGIN FOR i IN %d..%d LOOP EXECUTE format('CREATE COLLATION c%%s (locale = ''C'')', i); END LOOP; END $$;
                UPDATE pg_collation SET collcollate = 'nn_NN.utf8', collctype = 'nn_NN.utf8'
                WHERE collnamespace = 'public'::regnamespace;
                """.formatted(from, to);
    }

    @Test
    void other_versions_of_extensions_are_told() throws SQLException {
        source.runIn("shop", """
                CREATE EXTENSION hstore VERSION '1.4';
                CREATE EXTENSION citext;
                CREATE EXTENSION pg_trgm;
                UPDATE pg_extension SET extversion = '99.1' WHERE extname = 'pg_trgm';
                """);

        assertThat(findingsOf("extension-versions"))
                .extracting(CatalogChecksIT::brief)
                .containsExactlyInAnyOrder("INFO 603408 extension \"hstore\"", "WARNING 603408 extension \"pg_trgm\"");
        assertThat(findingsOf("target-extensions")).isEmpty();
    }

    @Test
    void an_extension_that_only_superusers_create_is_an_error_where_no_provider_may_allow_it() throws SQLException {
        source.runIn("shop", "CREATE EXTENSION pageinspect; CREATE EXTENSION hstore");

        assertThat(findingsOf("target-extensions"))
                .singleElement()
                .satisfies(finding ->
                        assertThat(brief(finding)).isEqualTo("ERROR PGC1501 extension pageinspect in \"shop\""))
                .satisfies(finding -> assertThat(remedyOf(finding)).contains("--exclude-extension pageinspect "));

        target.run("CREATE ROLE rds_superuser");
        try {
            assertThat(findingsOf("target-extensions"))
                    .extracting(CatalogChecksIT::brief)
                    .containsExactly("WARNING PGC1501 extension pageinspect in \"shop\"");
        } finally {
            target.run("DROP ROLE rds_superuser");
        }
    }

    /// Its schema is left out, and what is in it goes with it; nobody makes public, which is always there.
    @Test
    void an_extension_whose_schema_is_left_out_does_not_move() throws SQLException {
        source.runIn("shop", """
                CREATE SCHEMA looks;
                CREATE EXTENSION pageinspect SCHEMA looks;
                CREATE EXTENSION pgrowlocks SCHEMA public;
                """);
        var filters = new Filters(
                List.of(), List.of(), List.of("looks", "public"), List.of(), List.of(), List.of(), List.of());

        assertThat(findingsOf("target-extensions", between().of("shop").filters(filters)))
                .extracting(CatalogChecksIT::brief)
                .containsExactly("ERROR PGC1501 extension pgrowlocks in \"shop\"");
    }

    /// An older version may be made by everybody.
    @Test
    void whether_an_extension_may_be_created_is_a_matter_of_its_default_version() throws Exception {
        var files = new TreeMap<String, String>();
        for (var server : List.of(source, target)) {
            var folder = server.extensionFolder();
            files.put(folder + "/toy.control", "default_version = '2.0'");
            files.put(folder + "/toy--1.0.control", "superuser = false");
            files.put(folder + "/toy--1.0.sql", "SELECT 1;");
            files.put(folder + "/toy--2.0.sql", "SELECT 1;");
        }
        try {
            for (var file : files.entrySet()) {
                Files.writeString(Path.of(file.getKey()), file.getValue());
            }
            source.runIn("shop", "CREATE EXTENSION toy");

            assertThat(findingsOf("target-extensions"))
                    .extracting(CatalogChecksIT::brief)
                    .containsExactly("ERROR PGC1501 extension toy in \"shop\"");
        } finally {
            for (var file : files.keySet()) {
                Files.deleteIfExists(Path.of(file));
            }
        }
    }

    @Test
    void an_extension_in_a_schema_of_the_system_is_told() throws SQLException {
        source.runIn("shop", """
                CREATE EXTENSION hstore SCHEMA pg_catalog;
                CREATE EXTENSION citext SCHEMA public;
                CREATE EXTENSION adminpack;
                """);

        assertThat(remedyOf(onlyFindingOf("extension-schemas", "603407")))
                .isEqualTo("ALTER EXTENSION \"hstore\" SET SCHEMA public; on the source, in this database.");
        source.runIn("shop", "ALTER EXTENSION \"hstore\" SET SCHEMA public");
        assertThat(findingsOf("extension-schemas")).isEmpty();
    }

    @Test
    void rights_on_objects_of_the_system_are_told_with_the_statements_that_give_them() throws SQLException {
        source.runIn("shop", """
                GRANT SELECT (rolname) ON pg_authid TO barred;
                GRANT SELECT ON pg_authid TO barred;
                GRANT EXECUTE ON FUNCTION pg_read_file(text) TO barred;
                REVOKE SELECT ON pg_stats FROM PUBLIC;
                """);

        assertThat(remedyOf(onlyFindingOf("system-grants", "603410")))
                .contains(
                        "GRANT SELECT (rolname) ON TABLE pg_catalog.pg_authid TO \"barred\";",
                        "GRANT SELECT ON TABLE pg_catalog.pg_authid TO \"barred\";",
                        "GRANT EXECUTE ON FUNCTION pg_catalog.pg_read_file(text) TO \"barred\";",
                        "REVOKE SELECT ON TABLE pg_catalog.pg_stats FROM PUBLIC;");
    }

    @Test
    void a_superuser_of_the_target_gives_rights_on_the_system_and_makes_any_cast() throws SQLException {
        source.runIn("shop", """
                GRANT SELECT ON pg_authid TO barred;
                CREATE CAST (int AS text) WITH INOUT;
                """);
        var request = between().to(target.as("postgres")).of("shop").build();

        assertThat(examineServers.examine(request).findings())
                .extracting(Finding::check)
                .doesNotContain("system-grants", "user-casts");
    }

    @Test
    void superusers_and_their_like_are_told_where_roles_move() throws SQLException {
        source.run("CREATE ROLE \"The boss\" SUPERUSER; CREATE ROLE mirror REPLICATION; CREATE ROLE ordinary CREATEDB");
        try {
            var moving = between().of("shop").rights(new RightsOptions(true, false, false));
            assertThat(examineServers.examine(moving.build()).findings())
                    .filteredOn(finding -> finding.check().equals("role-powers"))
                    .singleElement()
                    .satisfies(finding -> assertThat(brief(finding)).isEqualTo("WARNING PGC1533 roles"))
                    .satisfies(finding -> assertThat(remedyOf(finding))
                            .endsWith(
                                    "ALTER ROLE \"The boss\" WITH SUPERUSER; ALTER ROLE \"mirror\" WITH REPLICATION;"));
            assertThat(findingsOf("role-powers")).as("where they stay").isEmpty();

            target.run("CREATE ROLE mirror REPLICATION; CREATE ROLE \"The boss\" SUPERUSER");
            assertThat(examineServers.examine(moving.build()).findings())
                    .extracting(Finding::check)
                    .doesNotContain("role-powers");
        } finally {
            source.run("DROP ROLE \"The boss\", mirror, ordinary");
            target.run("DROP ROLE IF EXISTS \"The boss\", mirror");
        }
    }

    @Test
    void casts_that_only_superusers_may_create_are_told() throws SQLException {
        source.runIn("shop", """
                CREATE TYPE public."Mood" AS ENUM ('good');
                CREATE DOMAIN public.label AS text;
                CREATE TYPE public.pair AS (a int);
                CREATE CAST (int AS text) WITH INOUT;
                CREATE CAST (public."Mood" AS text) WITH INOUT;
                CREATE TYPE public.shell;
                CREATE FUNCTION public.shell_in(cstring) RETURNS public.shell LANGUAGE internal IMMUTABLE STRICT AS 'textin';
                CREATE FUNCTION public.shell_out(public.shell) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
                CREATE TYPE public.shell (INPUT = public.shell_in, OUTPUT = public.shell_out, LIKE = text);
                CREATE CAST (public.shell AS text) WITHOUT FUNCTION;
                """);

        assertThat(findingsOf("user-casts"))
                .extracting(CatalogChecksIT::brief)
                .containsExactlyInAnyOrder(
                        "ERROR 603409 cast (integer AS text) in \"shop\"",
                        "ERROR 603409 cast (public.shell AS text) in \"shop\"");
    }

    @Test
    void options_of_user_mappings_that_are_not_shown_are_told() throws SQLException {
        source.runIn("shop", """
                CREATE FOREIGN DATA WRAPPER nowhere;
                CREATE SERVER "Else where" FOREIGN DATA WRAPPER nowhere;
                CREATE USER MAPPING FOR barred SERVER "Else where" OPTIONS (password 'hidden');
                CREATE USER MAPPING FOR mover SERVER "Else where";
                GRANT USAGE ON FOREIGN SERVER "Else where" TO mover;
                """);

        assertThat(remedyOf(onlyFindingOf("user-mapping-options", "PGC1514")))
                .contains("ALTER USER MAPPING FOR \"barred\" SERVER \"Else where\" OPTIONS (")
                .doesNotContain("\"mover\"", "hidden");
    }

    @Test
    void sessions_that_nobody_of_ours_may_end_stand_in_the_way_of_overwriting() throws SQLException {
        target.run("CREATE DATABASE shop OWNER mover");
        var overwriting = between().of("shop").overwriting().build();
        try {
            try (var _ = target.connect("shop")) {
                assertThat(examineServers.examine(overwriting).findings())
                        .filteredOn(finding -> finding.check().equals("target-sessions"))
                        .singleElement()
                        .satisfies(finding -> assertThat(brief(finding)).isEqualTo("ERROR 603111 shop"))
                        .satisfies(finding -> assertThat(finding.message()).contains("\"postgres\""));
                assertThat(findingsOf("target-sessions")).isEmpty();
            }
            Awaitility.await()
                    .untilAsserted(
                            () -> assertThat(examineServers.examine(overwriting).findings())
                                    .extracting(Finding::check)
                                    .doesNotContain("target-sessions"));
        } finally {
            target.run("DROP DATABASE shop");
        }
    }

    @Test
    void subscriptions_that_the_user_may_not_read_are_left_out() throws SQLException {
        source.runIn(
                "shop",
                "CREATE SUBSCRIPTION news CONNECTION 'host=nowhere' PUBLICATION news WITH (connect = false, slot_name = NONE)");
        try {
            assertThat(findingsOf("foreign-objects"))
                    .singleElement()
                    .satisfies(finding -> assertThat(brief(finding)).isEqualTo("WARNING PGC1508 shop"))
                    .satisfies(finding -> assertThat(finding.message()).endsWith(": news."));
            assertThat(examineServers
                            .examine(between()
                                    .from(source.as("postgres"))
                                    .of("shop")
                                    .build())
                            .findings())
                    .filteredOn(finding -> finding.check().equals("foreign-objects"))
                    .extracting(CatalogChecksIT::brief)
                    .containsExactly("INFO PGC1508 shop");
        } finally {
            source.runIn("shop", "DROP SUBSCRIPTION news");
        }
    }

    @Test
    void what_anybody_may_create_is_no_finding() throws SQLException {
        source.runIn("shop", """
                CREATE EXTENSION hstore;
                CREATE EXTENSION citext SCHEMA public;
                CREATE COLLATION public.present (locale = 'C.utf8');
                CREATE TYPE public.mood AS ENUM ('good');
                CREATE FUNCTION public.rank(public.mood) RETURNS int LANGUAGE sql AS 'SELECT 1';
                CREATE CAST (public.mood AS int) WITH FUNCTION public.rank(public.mood) AS IMPLICIT;
                CREATE CAST (public.mood AS text) WITH INOUT;
                CREATE TABLE public.names (name text COLLATE public.present, other text COLLATE "POSIX", feeling public.mood);
                GRANT SELECT ON public.names TO mover;
                """);

        assertThat(examineServers.examine(between().of("shop").build()).findings())
                .extracting(Finding::check)
                .containsOnly("owner-roles");
    }

    private static void writing(String... statements) throws SQLException {
        try (var session = target.connect("postgres");
                var statement = session.createStatement()) {
            statement.execute("SET default_transaction_read_only = off");
            for (var sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private List<Finding> findingsOf(String check) {
        return findingsOf(check, between().of("shop"));
    }

    private List<Finding> findingsOf(String check, PreflightRequests requests) {
        return examineServers.examine(requests.build()).findings().stream()
                .filter(finding -> finding.check().equals(check))
                .toList();
    }

    private Finding onlyFindingOf(String check, String code) {
        assertThat(findingsOf(check)).extracting(Finding::code).containsExactly(code);
        return findingsOf(check).getFirst();
    }

    private static String remedyOf(Finding finding) {
        return finding.remedy();
    }

    private static String brief(Finding finding) {
        return "%s %s %s".formatted(finding.severity(), finding.code(), finding.object());
    }
}
