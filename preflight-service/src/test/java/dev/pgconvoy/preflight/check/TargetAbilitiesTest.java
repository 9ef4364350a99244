package dev.pgconvoy.preflight.check;

import static dev.pgconvoy.preflight.check.AssessmentLines.brief;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.migration.RightsOptions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the target and its user must be able to do.
class TargetAbilitiesTest {

    @ParameterizedTest(
            name = "{0} is {1}, exists {2}, usable {3}, joinable {4}; roles {5}, noOwner {6}, noAcl {7}: {8}")
    @CsvSource({
        "app,       OWNED,   true,  true,  false, false, false, false,",
        "app,       OWNED,   false, false, false, false, false, false, ERROR PGC1302",
        "app,       OWNED,   false, false, false, true,  false, false,",
        "app,       OWNED,   false, false, false, false, true,  false,",
        "app,       OWNED,   true,  false, true,  false, false, false, ERROR PGC1303",
        "app,       OWNED,   true,  false, true,  true,  false, false,",
        "app,       OWNED,   true,  false, false, true,  false, false, ERROR PGC1303",
        "azure_sys, OWNED,   false, false, false, true,  false, false, ERROR PGC1302",
        "app,       GRANTED, false, false, false, false, false, false, WARNING PGC1304",
        "app,       GRANTED, false, false, false, true,  false, false,",
        "app,       GRANTED, false, false, false, false, false, true,",
        "app,       GRANTED, true,  false, false, false, false, false,",
        "app,       OWNED,   false, false, false, false, true,  true,",
        "app,       NAMED,   false, false, false, false, true,  true,  ERROR PGC1305",
        "app,       NAMED,   true,  false, false, false, false, false,",
        "app,       NAMED,   false, false, false, true,  false, false,",
        "azure_sys, NAMED,   false, false, false, true,  false, false, ERROR PGC1305",
    })
    void roles_that_objects_need_must_be_there_or_come_along(
            String role,
            OwnerRoles.Tie tie,
            boolean exists,
            boolean usable,
            boolean joinable,
            boolean roles,
            boolean noOwner,
            boolean noAcl,
            String finding) {
        var row = new OwnerRoles.Row(role, tie, "shop", "table public.orders", exists, usable, joinable, true);

        assertThat(brief(new OwnerRoles()
                        .assess(row, new RightsOptions(roles, noOwner, noAcl)).stream()
                                .toList()))
                .isEqualTo(finding == null ? List.of() : List.of("%s role \"%s\"".formatted(finding, role)));
    }

    @Test
    void where_a_filter_may_have_taken_the_objects_away_a_missing_owner_is_a_warning() {
        var row = new OwnerRoles.Row(
                "app", OwnerRoles.Tie.OWNED, "shop", "table public.orders", false, false, false, false);

        assertThat(brief(new OwnerRoles()
                        .assess(row, RightsOptions.DEFAULTS).stream().toList()))
                .containsExactly("WARNING PGC1302 role \"app\"");
    }

    @Test
    void the_objects_of_an_owner_that_cannot_be_kept_are_named() {
        var row = new OwnerRoles.Row(
                "app", OwnerRoles.Tie.OWNED, "shop", "table public.orders, large object 7", true, false, false, true);

        assertThat(new OwnerRoles().assess(row, RightsOptions.DEFAULTS))
                .get()
                .extracting(Finding::message)
                .asString()
                .endsWith(": table public.orders, large object 7.");
    }

    @ParameterizedTest(name = "exists {0}, usable {1}, joinable {2}; roles {3}, noOwner {4}: {5}")
    @CsvSource({
        "true,  true,  false, false, false,",
        "true,  false, false, false, false, WARNING PGC1303",
        "true,  false, true,  false, false, WARNING PGC1303",
        "true,  false, true,  true,  false,",
        "false, false, false, false, false, WARNING PGC1302",
        "false, false, false, true,  false,",
        "false, false, false, false, true,",
    })
    void who_owns_a_database_that_cannot_keep_its_owner_is_told(
            boolean exists, boolean usable, boolean joinable, boolean roles, boolean noOwner, String finding) {
        var row = new OwnerRoles.Row("app", OwnerRoles.Tie.OWNED, "shop", "", exists, usable, joinable, true);

        var found = new OwnerRoles()
                .assessDatabase(row, new RightsOptions(roles, noOwner, false), "mover").stream()
                        .toList();

        assertThat(brief(found)).isEqualTo(finding == null ? List.of() : List.of(finding + " database \"shop\""));
        assertThat(found)
                .allSatisfy(one -> assertThat(one.message()).contains("belongs to \"app\"", "belong to \"mover\""))
                .allSatisfy(one -> assertThat(one.remedy()).contains("ALTER DATABASE \"shop\" OWNER TO \"app\""));
    }

    @Test
    void what_only_superusers_may_create_is_an_error_where_the_copy_does_not_leave_it_out() {
        var wrapper = new SuperuserObjects.Row("shop", "foreign-data wrapper files", true);
        var trigger = new SuperuserObjects.Row("shop", "event trigger watching", false);

        assertThat(brief(new SuperuserObjects().assess(List.of(trigger, wrapper), true)))
                .containsExactly("ERROR PGC1525 shop", "WARNING PGC1525 shop");
        assertThat(brief(new SuperuserObjects().assess(List.of(wrapper), false)))
                .containsExactly("WARNING PGC1525 shop");
        assertThat(brief(new SuperuserObjects().assess(List.of(trigger), true)))
                .containsExactly("WARNING PGC1525 shop");
        assertThat(new SuperuserObjects().assess(List.of(), true)).isEmpty();
    }

    @ParameterizedTest(name = "roles {0}, may create {1}: {2}")
    @CsvSource({"false, false,", "true, true,", "true, false, ERROR 603116 target"})
    void roles_need_a_user_who_may_create_them(boolean roles, boolean mayCreate, String finding) {
        var row = new CreateRolePrivilege.Row("target", "mover", roles, mayCreate);

        assertThat(brief(new CreateRolePrivilege().assess(row)))
                .isEqualTo(finding == null ? List.of() : List.of(finding));
    }

    @Test
    void powers_that_are_not_moved_are_told_with_their_roles() {
        var check = new RolePowers();
        var boss = new RolePowers.Row("The boss", "SUPERUSER BYPASSRLS");
        var mirror = new RolePowers.Row("mirror", "REPLICATION");
        var provided = new RolePowers.Row("azuresu", "SUPERUSER");

        assertThat(check.assess(List.of(boss, mirror, provided), Map.of("mirror", "REPLICATION")))
                .singleElement()
                .satisfies(finding -> assertThat(brief(List.of(finding))).containsExactly("WARNING PGC1533 roles"))
                .satisfies(finding -> assertThat(finding.message())
                        .startsWith("These roles of the source (1)")
                        .contains("\"The boss\" (SUPERUSER BYPASSRLS)")
                        .doesNotContain("azuresu"))
                .satisfies(finding ->
                        assertThat(finding.remedy()).endsWith(": ALTER ROLE \"The boss\" WITH SUPERUSER BYPASSRLS;"));
        assertThat(check.assess(List.of(mirror, provided), Map.of("mirror", "REPLICATION")))
                .isEmpty();
    }

    @ParameterizedTest(name = "read-only {0} by {1}: {2}")
    @CsvSource({
        "false, SERVER,",
        "true,  SERVER,    ALTER SYSTEM SET default_transaction_read_only = off; SELECT pg_reload_conf();",
        "true,  ALL_ROLES, ALTER ROLE ALL RESET default_transaction_read_only;",
        "true,  DATABASE,",
        "true,  USER,",
    })
    void a_target_whose_sessions_begin_read_only_is_told(
            boolean readOnly, TargetReadOnly.Origin origin, String remedy) {
        var findings = new TargetReadOnly().assess(new TargetReadOnly.Row("target", readOnly, origin));

        assertThat(brief(findings)).isEqualTo(remedy == null ? List.of() : List.of("WARNING 603112 target"));
        assertThat(findings).allSatisfy(finding -> assertThat(finding.remedy()).startsWith(remedy));
    }

    @ParameterizedTest(name = "available {0}, may create {1}, of a provider {2}: {3}")
    @CsvSource({
        "true,  true,  false,",
        "true,  true,  true,",
        "true,  false, false, ERROR PGC1501 extension postgis in \"shop\"",
        "true,  false, true,  WARNING PGC1501 extension postgis in \"shop\"",
        "false, false, false, ERROR 603405 extension postgis in \"shop\"",
        "false, false, true,  ERROR 603405 extension postgis in \"shop\"",
    })
    void extensions_must_be_available_and_the_user_able_to_create_them(
            boolean available, boolean mayCreate, boolean ofProvider, String finding) {
        var row = new TargetExtensions.Row("shop", "postgis", available, mayCreate, ofProvider);

        var findings = new TargetExtensions().assess(row);

        assertThat(brief(findings)).isEqualTo(finding == null ? List.of() : List.of(finding));
        assertThat(findings).allSatisfy(found -> assertThat(found.remedy()).contains("--exclude-extension postgis "));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            quoteCharacter = '~',
            value = {"uuid-ossp, uuid-ossp", "Geo stuff, '\"Geo stuff\"'", "it's, '\"it'\\''s\"'"})
    void the_remedy_names_an_extension_as_the_option_takes_it(String extension, String argument) {
        var row = new TargetExtensions.Row("shop", extension, true, false, false);

        assertThat(new TargetExtensions().assess(row).getFirst().remedy())
                .contains("--exclude-extension " + argument + " (");
    }

    @ParameterizedTest(name = "{0} {1} for {2}, choosable {3}: {4}")
    @CsvSource({
        "hstore,          1.8,   1.8,   true,",
        "hstore,          1.7,   1.8,   true,  INFO 603408",
        "hstore,          1.9,   1.10,  true,  INFO 603408",
        "hstore,          1.8,   2.0,   false, INFO 603408",
        "hstore,          1.8,   1.7,   true,  WARNING 603408",
        "hstore,          1.8,   1.7,   false, WARNING 603408",
        "pg_partman,      5.1,   5.1-a, false, WARNING 603408",
        "postgis,         3.3.2, 3.4.0, true,  INFO 603408",
        "postgis,         2.5.9, 3.4.0, false, WARNING 603406",
        "postgis,         3.4.0, 3.3.2, false, WARNING 603406",
        "postgis_raster,  3.4.0, 3.3.2, true,  WARNING 603406",
        "postgistic,      2.0,   3.0,   true,  INFO 603408",
    })
    void other_versions_of_extensions_are_told(
            String extension, String installed, String offered, boolean choosable, String finding) {
        var findings = new ExtensionVersions()
                .assess(List.of(new ExtensionVersions.Row("shop", extension, installed, offered, choosable)));

        assertThat(brief(findings))
                .isEqualTo(finding == null ? List.of() : List.of("%s extension \"%s\"".formatted(finding, extension)));
    }

    @Test
    void one_finding_tells_the_databases_that_have_the_same_version() {
        var findings = new ExtensionVersions()
                .assess(List.of(
                        new ExtensionVersions.Row("crm", "hstore", "1.7", "1.8", true),
                        new ExtensionVersions.Row("shop", "hstore", "1.7", "1.8", true),
                        new ExtensionVersions.Row("old", "hstore", "1.4", "1.8", true)));

        assertThat(findings).hasSize(2);
        assertThat(findings.getFirst().message()).endsWith("Databases: \"crm\", \"shop\".");
    }

    @ParameterizedTest(name = "in {0}, relocatable {1}, prescribed {2}, superuser {3}: {4}")
    @CsvSource({
        "public,             true,  '',         false,,",
        "pg_catalog,         true,  '',         false, WARNING, ALTER EXTENSION",
        "information_schema, false, '',         false, WARNING, It cannot be moved",
        "pg_catalog,         true,  '',         true,  INFO,    Nothing",
        "pg_catalog,         false, pg_catalog, false,,",
    })
    void extensions_do_not_belong_into_schemas_of_the_system(
            String schema, boolean relocatable, String prescribed, boolean superuser, String severity, String remedy) {
        var findings = new ExtensionSchemas()
                .assess(new ExtensionSchemas.Row("shop", "hstore", schema, relocatable, prescribed, superuser));

        assertThat(brief(findings))
                .isEqualTo(
                        severity == null ? List.of() : List.of(severity + " 603407 extension \"hstore\" in \"shop\""));
        assertThat(findings).allSatisfy(finding -> assertThat(finding.remedy()).startsWith(remedy));
    }

    @Test
    void sessions_that_cannot_be_ended_are_one_error_per_database() {
        var findings = new TargetSessions()
                .assess(
                        "mover",
                        List.of(
                                new TargetSessions.Row("shop", 7, "app", "web", false),
                                new TargetSessions.Row("shop", 8, "app", "", false),
                                new TargetSessions.Row("crm", 9, "root", "psql", true)));

        assertThat(brief(findings)).containsExactly("ERROR 603111 crm", "ERROR 603111 shop");
        assertThat(findings.getFirst().remedy()).doesNotContain("pg_signal_backend");
        assertThat(findings.getLast().message()).endsWith("process 7 of \"app\" (web), process 8 of \"app\".");
        assertThat(findings.getLast().remedy())
                .isEqualTo(
                        "Close them; or, as a superuser of the target: GRANT pg_signal_backend TO \"mover\"; or SELECT pg_terminate_backend(7); SELECT pg_terminate_backend(8);");
        assertThat(new TargetSessions().assess("mover", List.of())).isEmpty();
    }

    @ParameterizedTest(name = "{0} left for {1} jobs: {2}")
    @CsvSource({"8, 4,", "7, 4, WARNING", "4, 4, WARNING", "3, 4, ERROR", "-1, 1, ERROR"})
    void connections_must_be_left(int left, int jobs, String severity) {
        var row = new ConnectionBudget.Row("server", ConnectionBudget.Limit.OF_SERVER, left, jobs, 3, 1);

        assertThat(brief(new ConnectionBudget().assess(row)))
                .isEqualTo(severity == null ? List.of() : List.of(severity + " PGC1602 server"));
    }

    @Test
    void tablespaces_are_mapped_to_usable_ones_or_told() {
        var none = new Tablespaces.Row(List.of(), List.of("pg_default"), Map.of());
        var unmapped = new Tablespaces.Row(List.of("fast", "slow"), List.of("ssd"), Map.of("fast", "ssd"));
        var wrong = new Tablespaces.Row(List.of("fast"), List.of("pg_default"), Map.of("fast", "ssd"));
        var misspelt = new Tablespaces.Row(List.of(), List.of("ssd"), Map.of("Fast", "ssd"));

        assertThat(brief(new Tablespaces().assess(none))).isEmpty();
        assertThat(brief(new Tablespaces().assess(unmapped))).containsExactly("WARNING PGC1641 tablespaces");
        assertThat(new Tablespaces().assess(unmapped).getFirst().message())
                .contains("slow")
                .doesNotContain("fast");
        assertThat(brief(new Tablespaces().assess(wrong))).containsExactly("ERROR PGC1642 tablespace \"ssd\"");
        assertThat(brief(new Tablespaces().assess(misspelt))).containsExactly("ERROR PGC1642 tablespace \"Fast\"");
    }

    @Test
    void hostile_settings_are_told() {
        var row = new HostileSettings.Row("source server old:5432", "database \"shop\"", "statement_timeout=1s");

        assertThat(brief(new HostileSettings().assess(row)))
                .containsExactly("INFO PGC1603 database \"shop\" on source server old:5432");
    }

    @Test
    void parameters_that_differ_are_told_at_once() {
        var row = new ServerParameters.Row(
                Map.of("work_mem", "4096 kB", "fsync", "on", "gone", "1"), Map.of("work_mem", "8 kB", "fsync", "on"));

        var findings = new ServerParameters().assess(row);

        assertThat(brief(findings)).containsExactly("INFO PGC1604 server parameters");
        assertThat(findings.getFirst().message()).endsWith("differ: work_mem (source 4096 kB, target 8 kB)");
        assertThat(new ServerParameters().assess(new ServerParameters.Row(Map.of("a", "1"), Map.of("a", "1"))))
                .isEmpty();
    }
}
