package dev.pgconvoy.preflight.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.failure.Finding;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What would fail, or be lost, when rows are copied already: one case for each check, and one of which none says a
/// word.
class LateFailuresIT extends TwoServers {

    @BeforeEach
    void create() throws SQLException {
        source.run("CREATE DATABASE shop");
    }

    @AfterEach
    void drop() throws SQLException {
        source.run("DROP DATABASE shop");
    }

    @Test
    void indexes_that_another_library_has_sorted_are_told_with_how_to_rebuild_them() throws SQLException {
        source.runIn("shop", """
                CREATE COLLATION public."German" (provider = icu, locale = 'de');
                CREATE TABLE names (name text COLLATE public."German", other text COLLATE "C" UNIQUE);
                CREATE INDEX sorted ON names (name);
                """);
        assertThat(findingsOf("collation-versions")).isEmpty();

        source.runIn("shop", "UPDATE pg_collation SET collversion = '1.0' WHERE collname = 'German'");

        assertThat(findingsOf("collation-versions"))
                .singleElement()
                .satisfies(finding ->
                        assertThat(brief(finding)).isEqualTo("WARNING PGC1523 collation public.\"German\" in \"shop\""))
                .satisfies(finding -> assertThat(finding.remedy())
                        .endsWith("REINDEX INDEX public.sorted; ALTER COLLATION public.\"German\" REFRESH VERSION;"));
    }

    @Test
    void materialized_views_that_read_foreign_tables_are_told_with_the_server() throws SQLException {
        source.runIn("shop", """
                CREATE FOREIGN DATA WRAPPER nowhere;
                CREATE SERVER "Else where" FOREIGN DATA WRAPPER nowhere OPTIONS (host 'far.example', password 'hidden');
                CREATE FOREIGN TABLE far (id int) SERVER "Else where";
                CREATE VIEW near AS SELECT * FROM far;
                CREATE MATERIALIZED VIEW "Kept" AS SELECT * FROM near WITH NO DATA;
                CREATE TABLE here (id int);
                CREATE MATERIALIZED VIEW fine AS SELECT * FROM here;
                """);
        assertThat(findingsOf("materialized-foreign-rows")).isEmpty();

        source.runIn("shop", "UPDATE pg_class SET relispopulated = true WHERE relname = 'Kept'");

        assertThat(findingsOf("materialized-foreign-rows"))
                .singleElement()
                .satisfies(finding -> assertThat(brief(finding)).isEqualTo("WARNING PGC1524 shop"))
                .satisfies(finding -> assertThat(finding.message())
                        .endsWith("public.\"Kept\" reads from \"Else where\" (host=far.example).")
                        .doesNotContain("hidden"))
                .satisfies(
                        finding -> assertThat(finding.remedy()).endsWith("REFRESH MATERIALIZED VIEW public.\"Kept\";"));
    }

    @Test
    void what_only_superusers_may_create_is_told_unless_the_target_user_is_one() throws SQLException {
        source.runIn("shop", """
                CREATE FUNCTION public.watch() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
                CREATE EVENT TRIGGER "Watch" ON ddl_command_end EXECUTE FUNCTION public.watch();
                CREATE FUNCTION public.raw() RETURNS language_handler
                LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
                CREATE PUBLICATION everything FOR ALL TABLES;
                """);

        assertThat(findingsOf("superuser-objects"))
                .singleElement()
                .satisfies(finding -> assertThat(brief(finding)).isEqualTo("WARNING PGC1525 shop"))
                .satisfies(finding -> assertThat(finding.message())
                        .contains("event trigger Watch", "function public.raw()")
                        .doesNotContain("public.watch"));
        assertThat(findingsOf("publications"))
                .extracting(LateFailuresIT::brief)
                .containsExactly("INFO PGC1526 shop", "WARNING PGC1525 shop");
        assertThat(findingsOf("publications").getLast().remedy())
                .endsWith("CREATE PUBLICATION \"everything\" FOR ALL TABLES;");
        assertThat(examineServers
                        .examine(between().to(target.as("postgres")).of("shop").build())
                        .findings())
                .extracting(Finding::code)
                .contains("PGC1526")
                .doesNotContain("PGC1525");
    }

    @Test
    void what_the_copy_ends_at_for_a_user_who_is_no_superuser_is_an_error() throws SQLException {
        source.runIn("shop", """
                CREATE FUNCTION public.raw() RETURNS language_handler
                LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
                CREATE FUNCTION public.lower_case(text) RETURNS text LANGUAGE internal IMMUTABLE STRICT AS 'lower';
                CREATE TABLE names (name text DEFAULT public.lower_case('A'));
                CREATE FOREIGN DATA WRAPPER nowhere;
                CREATE ACCESS METHOD second_heap TYPE TABLE HANDLER heap_tableam_handler;
                CREATE TYPE public.shell;
                """);

        var findings = findingsOf("superuser-objects");
        assertThat(findings)
                .extracting(LateFailuresIT::brief)
                .containsExactly("ERROR PGC1525 shop", "WARNING PGC1525 shop");
        assertThat(findings.getFirst().message())
                .contains(
                        "function public.lower_case(text)",
                        "foreign-data wrapper nowhere",
                        "access method second_heap",
                        "type public.shell");
        assertThat(findings.getLast().message()).contains("1 objects", "function public.raw()");
    }

    @Test
    void constraints_that_the_source_does_not_enforce_are_told() throws SQLException {
        source.runIn("shop", """
                CREATE TABLE "Parents" (id int PRIMARY KEY);
                CREATE TABLE children (parent int CONSTRAINT "Of" REFERENCES "Parents", age int);
                """);
        assertThat(findingsOf("unproven-constraints")).isEmpty();

        source.runIn("shop", """
                ALTER TABLE children ADD CONSTRAINT young CHECK (age < 18) NOT VALID;
                ALTER TABLE children DISABLE TRIGGER ALL;
                """);

        var findings = findingsOf("unproven-constraints");
        assertThat(findings)
                .extracting(LateFailuresIT::brief)
                .containsExactly("WARNING PGC1527 shop", "INFO PGC1527 shop");
        assertThat(findings.getFirst().message()).endsWith("\"Of\" on \"public\".\"children\".");
        assertThat(findings.getFirst().remedy()).contains("ALTER TABLE \"public\".\"children\" ENABLE TRIGGER ALL;");
        assertThat(findings.getLast().remedy())
                .endsWith("ALTER TABLE \"public\".\"children\" VALIDATE CONSTRAINT \"young\";");
    }

    @Test
    void functions_that_the_target_calls_and_that_name_no_schema_are_told() throws SQLException {
        source.runIn("shop", """
                CREATE FUNCTION public.plain(a text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT lower(a)';
                CREATE FUNCTION public.code(a text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT plain(a)';
                CREATE FUNCTION public.sure(a text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT public.plain(a)';
                CREATE FUNCTION public.fixed(a text) RETURNS text LANGUAGE sql IMMUTABLE SET search_path = public
                AS 'SELECT plain(a)';
                CREATE FUNCTION public.unused(a text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT plain(a)';
                CREATE TABLE tokens (t text DEFAULT public.unused('a'));
                CREATE INDEX tokens_sure ON tokens (public.sure(t));
                CREATE INDEX tokens_fixed ON tokens (public.fixed(t));
                CREATE INDEX tokens_plain ON tokens (public.plain(t));
                """);
        assertThat(findingsOf("search-path-needs")).isEmpty();

        source.runIn("shop", "ALTER TABLE tokens ADD coded text GENERATED ALWAYS AS (public.code(t)) STORED");

        assertThat(findingsOf("search-path-needs"))
                .singleElement()
                .satisfies(finding -> assertThat(brief(finding)).isEqualTo("WARNING PGC1528 shop"))
                .satisfies(finding -> assertThat(finding.message())
                        .contains("public.code(text) finds plain for default value for column coded")
                        .doesNotContain("sure", "fixed", "unused"))
                .satisfies(finding -> assertThat(finding.remedy())
                        .endsWith("ALTER FUNCTION public.code(text) SET search_path = <schemas>, pg_temp;"));
    }

    @Test
    void members_of_an_extension_that_got_another_owner_are_told() throws SQLException {
        source.runIn("shop", "CREATE EXTENSION hstore SCHEMA public");
        assertThat(findingsOf("extension-members")).isEmpty();

        source.runIn("shop", "ALTER FUNCTION public.hstore_to_json(public.hstore) OWNER TO barred");

        assertThat(findingsOf("extension-members"))
                .singleElement()
                .satisfies(finding ->
                        assertThat(brief(finding)).isEqualTo("WARNING PGC1532 extension \"hstore\" in \"shop\""))
                .satisfies(finding -> assertThat(finding.remedy())
                        .contains("ALTER function public.hstore_to_json(public.hstore) OWNER TO \"barred\";"));
    }

    private List<Finding> findingsOf(String check) {
        var findings = examineServers.examine(between().of("shop").build()).findings();
        assertThat(findings).extracting(Finding::code).doesNotContain("PGC1000");
        return findings.stream()
                .filter(finding -> finding.check().equals(check))
                .toList();
    }

    private static String brief(Finding finding) {
        return "%s %s %s".formatted(finding.severity(), finding.code(), finding.object());
    }
}
