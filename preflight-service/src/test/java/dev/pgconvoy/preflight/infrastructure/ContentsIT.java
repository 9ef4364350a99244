package dev.pgconvoy.preflight.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.Severity;
import dev.pgconvoy.migration.MigrationOption;
import dev.pgconvoy.migration.RightsOptions;
import dev.pgconvoy.migration.filter.Filters;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The questions about what is in a database, put to a real one.
class ContentsIT extends TwoServers {

    @BeforeEach
    void create() throws SQLException {
        source.run("CREATE ROLE owner");
        source.run("CREATE ROLE reader");
        source.run("CREATE ROLE auditor");
        source.run("CREATE ROLE traveller");
        source.run("CREATE DATABASE contents");
        source.runIn("contents", """
                CREATE SCHEMA audit AUTHORIZATION owner;
                CREATE TABLE audit.log (id int PRIMARY KEY);
                ALTER TABLE audit.log OWNER TO owner;
                CREATE TABLE public.orders (id int REFERENCES audit.log, rights aclitem);
                ALTER TABLE public.orders OWNER TO owner, ENABLE ROW LEVEL SECURITY;
                CREATE POLICY seen ON public.orders TO auditor;
                CREATE VIEW public.logged AS SELECT * FROM audit.log;
                ALTER VIEW public.logged OWNER TO owner;
                GRANT SELECT ON public.orders TO reader, mover;
                SELECT lo_create(0);
                CREATE FOREIGN DATA WRAPPER nowhere;
                CREATE SERVER elsewhere FOREIGN DATA WRAPPER nowhere;
                CREATE USER MAPPING FOR traveller SERVER elsewhere;
                CREATE USER MAPPING FOR PUBLIC SERVER elsewhere;
                ALTER DATABASE contents SET statement_timeout = '1h';
                CREATE TABLE audit.names (name text COLLATE "C.utf8");
                UPDATE pg_collation SET collname = 'nn_NN.utf8' WHERE collname = 'C.utf8';
                """);
    }

    @AfterEach
    void drop() throws SQLException {
        source.run("DROP DATABASE contents");
        source.run("DROP ROLE owner");
        source.run("DROP ROLE reader");
        source.run("DROP ROLE auditor");
        source.run("DROP ROLE traveller");
    }

    @Test
    void what_would_be_lost_or_refused_is_found() {
        var findings = examineServers.examine(between().of("contents").build()).findings();

        assertThat(findings)
                .extracting(Finding::code)
                .contains("PGC1302", "PGC1304", "PGC1502", "PGC1503", "PGC1504", "PGC1506", "PGC1507", "PGC1603");
        assertThat(findings)
                .filteredOn(finding -> finding.code().equals("PGC1305"))
                .extracting(Finding::object)
                .containsExactly("role \"auditor\"", "role \"traveller\"");
        assertThat(findings)
                .filteredOn(finding -> finding.check().equals("collations"))
                .extracting(Finding::code, Finding::object)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("603402", "collation \"nn_NN.utf8\" in \"contents\""));
        assertThat(messageOf(findings, "PGC1502")).contains("audit.log").doesNotContain("orders");
        assertThat(messageOf(findings, "PGC1503")).contains("public.orders");
        assertThat(findings).extracting(Finding::code).doesNotContain("PGC1000");
    }

    @Test
    void objects_of_vanished_owners_and_interrupted_detaches_are_named() throws SQLException {
        source.runIn("contents", """
                CREATE TABLE public.sold (id int) PARTITION BY RANGE (id);
                CREATE TABLE public."sold Jan" PARTITION OF public.sold FOR VALUES FROM (1) TO (9);
                UPDATE pg_inherits SET inhdetachpending = true WHERE inhrelid = 'public."sold Jan"'::regclass;
                UPDATE pg_class SET relowner = 987654 WHERE relname = 'logged';
                CREATE FUNCTION public.lonely(int) RETURNS int LANGUAGE sql AS 'SELECT 1';
                UPDATE pg_proc SET proowner = 987654 WHERE proname = 'lonely';
                CREATE SCHEMA "left behind";
                CREATE TABLE public.nobodys (oid int, relname text);
                UPDATE pg_namespace SET nspowner = 987654 WHERE nspname = 'left behind';
                INSERT INTO pg_default_acl (oid, defaclrole, defaclnamespace, defaclobjtype, defaclacl)
                VALUES (99999, 987654, 0, 'r', '{}');
                CREATE STATISTICS public.gone (ndistinct) ON oid, relname FROM public.nobodys;
                UPDATE pg_statistic_ext SET stxowner = 987654 WHERE stxname = 'gone';
                CREATE TEXT SEARCH CONFIGURATION public.lost (COPY = simple);
                UPDATE pg_ts_config SET cfgowner = 987654 WHERE cfgname = 'lost';
                """);

        var findings = examineServers.examine(between().of("contents").build()).findings();

        assertThat(messageOf(findings, "PGC1512"))
                .contains("view public.logged", "function public.lonely(integer)", "schema left behind")
                .contains(
                        "statistics object public.gone", "text search configuration public.lost", "default privileges")
                .doesNotContain("987654")
                .doesNotContain("orders");
        assertThat(findings).extracting(Finding::object).noneMatch(object -> object.contains("OID"));
        assertThat(findings)
                .filteredOn(finding -> finding.code().equals("PGC1513"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.remedy())
                        .endsWith("ALTER TABLE public.sold DETACH PARTITION public.\"sold Jan\" FINALIZE;"));
    }

    @Test
    void the_objects_of_an_owner_that_the_target_lacks_are_named_whatever_they_are() throws SQLException {
        source.runIn("contents", """
                SELECT lo_create(77);
                ALTER LARGE OBJECT 77 OWNER TO owner;
                CREATE COLLATION public.sorted FROM "C";
                ALTER COLLATION public.sorted OWNER TO owner;
                CREATE STATISTICS public.together ON (id + 1) FROM public.orders;
                ALTER STATISTICS public.together OWNER TO owner;
                CREATE PUBLICATION news;
                ALTER PUBLICATION news OWNER TO owner;
                ALTER SERVER elsewhere OWNER TO owner;
                """);

        assertThat(examineServers.examine(between().of("contents").build()).findings())
                .filteredOn(finding -> finding.code().equals("PGC1302"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.object()).isEqualTo("role \"owner\""))
                .satisfies(finding -> assertThat(finding.message())
                        .contains(
                                "schema audit",
                                "table audit.log",
                                "view public.logged",
                                "large object 77",
                                "collation public.sorted",
                                "statistics object public.together",
                                "publication news",
                                "server elsewhere")
                        .doesNotContain("more"));
    }

    @Test
    void a_superuser_of_the_target_cannot_give_objects_to_an_owner_that_is_not_there_either() {
        assertThat(examineServers
                        .examine(between()
                                .to(target.as("postgres"))
                                .of("contents")
                                .build())
                        .findings())
                .filteredOn(finding -> finding.check().equals("owner-roles") && finding.severity() == Severity.ERROR)
                .extracting(Finding::code, Finding::object)
                .contains(org.assertj.core.groups.Tuple.tuple("PGC1302", "role \"owner\""));
    }

    @Test
    void a_database_that_cannot_keep_its_owner_is_a_warning() throws SQLException {
        source.run("ALTER DATABASE \"Lager & Co\" OWNER TO owner");
        try {
            assertThat(examineServers
                            .examine(between().of("Lager & Co").build())
                            .findings())
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.WARNING))
                    .satisfies(finding -> assertThat(finding.code()).isEqualTo("PGC1302"))
                    .satisfies(finding -> assertThat(finding.object()).isEqualTo("database \"Lager & Co\""))
                    .satisfies(finding -> assertThat(finding.message()).contains("\"owner\"", "\"mover\""));
            assertThat(examineServers
                            .examine(between()
                                    .of("Lager & Co")
                                    .rights(new RightsOptions(false, true, false))
                                    .build())
                            .findings())
                    .isEmpty();
        } finally {
            source.run("ALTER DATABASE \"Lager & Co\" OWNER TO mover");
        }
    }

    @Test
    void whoever_says_so_needs_no_owners_and_no_grants() {
        var findings = examineServers
                .examine(between()
                        .of("contents")
                        .rights(new RightsOptions(false, true, true))
                        .build())
                .findings();

        assertThat(findings)
                .extracting(Finding::code)
                .contains("PGC1305")
                .doesNotContain("PGC1302", "PGC1303", "PGC1304");
    }

    @Test
    void roles_that_move_need_a_user_who_may_create_them() {
        var findings = examineServers
                .examine(between()
                        .of("contents")
                        .rights(new RightsOptions(true, false, false))
                        .build())
                .findings();

        assertThat(findings)
                .extracting(Finding::code)
                .contains("603116")
                .doesNotContain("PGC1302", "PGC1304", "PGC1305");
    }

    @Test
    void filters_are_tried_on_the_source() {
        var filters = new Filters(
                List.of(), List.of(), List.of("audit"), List.of(), List.of("nothing"), List.of(), List.of());

        var findings = examineServers
                .examine(between().of("contents").filters(filters).build())
                .findings();

        assertThat(findings)
                .extracting(Finding::code, Finding::object)
                .contains(
                        org.assertj.core.groups.Tuple.tuple("PGC1701", "excludeTables: nothing"),
                        org.assertj.core.groups.Tuple.tuple(
                                "PGC1702", "foreign key orders_id_fkey of public.orders in \"contents\""),
                        org.assertj.core.groups.Tuple.tuple("PGC1702", "view of public.logged in \"contents\""));
    }

    @Test
    void tables_with_rows_that_will_not_arrive_are_named() throws SQLException {
        source.runIn("contents", """
                CREATE EXTENSION hstore;
                CREATE TABLE public.queue (id int);
                INSERT INTO public.queue VALUES (1);
                CREATE TABLE public.drained (id int);
                ALTER EXTENSION hstore ADD TABLE public.queue;
                ALTER EXTENSION hstore ADD TABLE public.drained;
                CREATE TABLE information_schema.notes (id int);
                INSERT INTO information_schema.notes VALUES (1);
                CREATE TABLE information_schema.empty (id int);
                CREATE TABLE public.ordinary (id int);
                INSERT INTO public.ordinary VALUES (1);
                GRANT SELECT ON ALL TABLES IN SCHEMA public, information_schema TO mover;
                """);

        var findings = examineServers.examine(between().of("contents").build()).findings();

        assertThat(findings)
                .filteredOn(finding -> finding.code().equals("PGC1511"))
                .extracting(Finding::severity, Finding::object)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                Severity.WARNING, "table information_schema.notes in \"contents\""),
                        org.assertj.core.groups.Tuple.tuple(Severity.WARNING, "table public.queue in \"contents\""));
        assertThat(findings)
                .filteredOn(finding -> finding.object().startsWith("table public.queue"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.remedy())
                        .contains("ALTER EXTENSION \"hstore\" DROP TABLE \"public\".\"queue\""));
    }

    @Test
    void settings_that_hide_damage_are_an_error_whoever_set_them() throws SQLException {
        source.run("ALTER DATABASE contents SET zero_damaged_pages = on");
        source.run("ALTER ROLE mover IN DATABASE contents SET ignore_checksum_failure = on");
        for (var option : List.of(MigrationOption.MIGRATE, MigrationOption.VERIFY)) {
            var findings = examineServers
                    .examine(between().of("contents").option(option).build())
                    .findings();

            assertThat(findings)
                    .filteredOn(finding -> finding.code().equals("PGC1605"))
                    .extracting(Finding::severity, Finding::remedy)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple(
                                    Severity.ERROR,
                                    "ALTER ROLE … IN DATABASE \"contents\" RESET ignore_checksum_failure on the source, and request it again under another name."),
                            org.assertj.core.groups.Tuple.tuple(
                                    Severity.ERROR,
                                    "ALTER DATABASE \"contents\" RESET zero_damaged_pages on the source, and request it again under another name."));
        }
    }

    @Test
    void the_schema_of_our_ledger_on_the_source_is_an_error() throws SQLException {
        source.runIn("contents", "CREATE SCHEMA pgconvoy_ledger");
        assertThat(messageOf(migrate(), "PGC1210")).contains("does not move");

        source.runIn("contents", "CREATE TABLE pgconvoy_ledger.migration (id text)");
        assertThat(messageOf(migrate(), "PGC1210")).contains("unfinished copy");
    }

    private List<Finding> migrate() {
        return examineServers
                .examine(
                        between().of("contents").option(MigrationOption.MIGRATE).build())
                .findings();
    }

    private static String messageOf(List<Finding> findings, String code) {
        return findings.stream()
                .filter(finding -> finding.code().equals(code))
                .map(Finding::message)
                .findFirst()
                .orElseThrow();
    }
}
