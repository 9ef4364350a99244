package dev.pgconvoy.preflight.check;

import static dev.pgconvoy.preflight.check.Assessments.brief;
import static org.assertj.core.api.Assertions.assertThat;

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
        var row = new OwnerRoles.Row(role, tie, "shop", exists, usable, joinable, true);

        assertThat(brief(new OwnerRoles()
                        .assess(row, new RightsOptions(roles, noOwner, noAcl)).stream()
                                .toList()))
                .isEqualTo(finding == null ? List.of() : List.of("%s role \"%s\"".formatted(finding, role)));
    }

    @Test
    void where_a_filter_may_have_taken_the_objects_away_a_missing_owner_is_a_warning() {
        var row = new OwnerRoles.Row("app", OwnerRoles.Tie.OWNED, "shop", false, false, false, false);

        assertThat(brief(new OwnerRoles()
                        .assess(row, RightsOptions.DEFAULTS).stream().toList()))
                .containsExactly("WARNING PGC1302 role \"app\"");
    }

    @ParameterizedTest(name = "roles {0}, may create {1}: {2}")
    @CsvSource({"false, false,", "true, true,", "true, false, ERROR 603116 target"})
    void roles_need_a_user_who_may_create_them(boolean roles, boolean mayCreate, String finding) {
        var row = new CreateRolePrivilege.Row("target", "mover", roles, mayCreate);

        assertThat(brief(new CreateRolePrivilege().assess(row)))
                .isEqualTo(finding == null ? List.of() : List.of(finding));
    }

    @ParameterizedTest(name = "available {0}, may create {1}: {2}")
    @CsvSource({
        "true,  true,",
        "true,  false, WARNING PGC1501 extension postgis in \"shop\"",
        "false, false, ERROR 603405 extension postgis in \"shop\"",
    })
    void extensions_must_be_available(boolean available, boolean mayCreate, String finding) {
        var row = new TargetExtensions.Row("shop", "postgis", available, mayCreate);

        assertThat(brief(new TargetExtensions().assess(row))).isEqualTo(finding == null ? List.of() : List.of(finding));
    }

    @ParameterizedTest(name = "{0} left for {1} jobs: {2}")
    @CsvSource({"8, 4,", "7, 4, WARNING", "4, 4, WARNING", "3, 4, ERROR", "-1, 1, ERROR"})
    void connections_must_be_left(int left, int jobs, String severity) {
        assertThat(brief(new ConnectionBudget().assess(new ConnectionBudget.Row("server", left, jobs, 3, 1))))
                .isEqualTo(severity == null ? List.of() : List.of(severity + " PGC1602 server"));
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
