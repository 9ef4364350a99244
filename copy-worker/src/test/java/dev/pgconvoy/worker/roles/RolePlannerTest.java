package dev.pgconvoy.worker.roles;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.failure.Finding;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RolePlannerTest {

    private static final PasswordVerifier SCRAM = new PasswordVerifier("SCRAM-SHA-256$4096:c2FsdA==$c3RvcmVk:c2VydmVy");
    private static final RoleFacts APP = role("app").withLogin();
    private static final RoleFacts READERS = role("readers").facts();

    private record Builder(String name) {
        RoleFacts facts() {
            return new RoleFacts(name, false, true, false, false, false, false, false, -1, Optional.empty(), "");
        }

        RoleFacts withLogin() {
            return new RoleFacts(name, false, true, false, false, true, false, false, -1, Optional.empty(), "");
        }

        RoleFacts almighty() {
            return new RoleFacts(
                    name, true, false, true, true, true, true, true, 3, Optional.of("2030-01-01 00:00:00+00"), "boss");
        }
    }

    private static Builder role(String name) {
        return new Builder(name);
    }

    private static RolePlanner onto(int version, RoleFacts... target) {
        return new RolePlanner(List.of(target), "mover", version, false);
    }

    private static List<String> sql(RolePlan plan) {
        return plan.statements().stream().map(RoleStatement::sql).toList();
    }

    private static List<String> codes(RolePlan plan) {
        return plan.notes().stream().map(Finding::code).toList();
    }

    @Test
    void a_role_moves_with_its_verifier() {
        var plan = onto(150_000).plan(List.of(APP, READERS), List.of(), List.of(), Optional.of(Map.of("app", SCRAM)));

        assertThat(sql(plan))
                .containsExactly(
                        "CREATE ROLE \"app\" WITH LOGIN INHERIT PASSWORD 'SCRAM-SHA-256$4096:c2FsdA==$c3RvcmVk:c2VydmVy'",
                        "CREATE ROLE \"readers\" WITH NOLOGIN INHERIT");
        assertThat(plan.notes()).isEmpty();
        assertThat(plan.toString()).doesNotContain("SCRAM");
    }

    @Test
    void passwords_that_cannot_be_read_are_listed() {
        var unreadable = onto(150_000).plan(List.of(APP, READERS), List.of(), List.of(), Optional.empty());
        var unknown = onto(150_000)
                .plan(List.of(APP), List.of(), List.of(), Optional.of(Map.of("app", new PasswordVerifier("hunter2"))));

        assertThat(codes(unreadable)).containsExactly("PGC2016");
        assertThat(unreadable.notes().getFirst().object()).isEqualTo("roles app");
        assertThat(codes(unknown)).containsExactly("PGC2016");
        assertThat(sql(unknown).toString()).doesNotContain("hunter2");
    }

    @Test
    void powers_that_are_not_ours_to_give_are_dropped_and_said() {
        var plan = onto(150_000).plan(List.of(role("boss").almighty()), List.of(), List.of(), Optional.of(Map.of()));

        assertThat(sql(plan))
                .containsExactly(
                        "CREATE ROLE \"boss\" WITH LOGIN NOINHERIT CREATEDB CREATEROLE CONNECTION LIMIT 3 VALID UNTIL '2030-01-01 00:00:00+00'",
                        "COMMENT ON ROLE \"boss\" IS 'boss'");
        assertThat(plan.notes().getFirst().message()).contains("SUPERUSER, REPLICATION, BYPASSRLS");
    }

    @Test
    void a_role_that_is_there_is_compared_and_left_alone() {
        var same = onto(150_000, APP).plan(List.of(APP), List.of(), List.of(), Optional.of(Map.of()));
        var other = onto(150_000, role("app").facts()).plan(List.of(APP), List.of(), List.of(), Optional.empty());

        assertThat(same.statements()).isEmpty();
        assertThat(same.notes()).isEmpty();
        assertThat(other.statements()).isEmpty();
        assertThat(codes(other)).containsExactly("PGC2011");
        assertThat(other.notes().getFirst().message()).contains("LOGIN is true at the source and false on the target");
    }

    @Test
    void what_belongs_to_the_server_its_provider_or_us_stays() {
        var plan = onto(150_000)
                .plan(
                        List.of(
                                role("pg_monitor").facts(),
                                role("azure_pg_admin").facts(),
                                role("rdsadmin").facts(),
                                role("mover").withLogin()),
                        List.of(),
                        List.of(),
                        Optional.empty());

        assertThat(plan.statements()).isEmpty();
        assertThat(codes(plan)).containsExactly("PGC2015");
        assertThat(plan.notes().getFirst().message()).contains("azure_pg_admin, rdsadmin");
    }

    @Test
    void memberships_say_what_the_target_can_be_told() {
        var admin = new RoleMembership("readers", "app", true, false, true);
        var monitor = new RoleMembership("pg_monitor", "app", false, true, true);
        var old = onto(150_000).plan(List.of(APP, READERS), List.of(admin, monitor), List.of(), Optional.of(Map.of()));
        var young = onto(160_000).plan(List.of(APP, READERS), List.of(admin), List.of(), Optional.of(Map.of()));

        assertThat(sql(old))
                .endsWith("GRANT \"readers\" TO \"app\" WITH ADMIN OPTION", "GRANT \"pg_monitor\" TO \"app\"");
        assertThat(sql(young)).endsWith("GRANT \"readers\" TO \"app\" WITH ADMIN true, INHERIT false, SET true");
    }

    @Test
    void memberships_of_roles_that_were_there_are_not_changed() {
        var plan = onto(150_000, APP, READERS)
                .plan(
                        List.of(APP, READERS),
                        List.of(new RoleMembership("readers", "app", false, true, true)),
                        List.of(),
                        Optional.of(Map.of()));

        assertThat(plan.statements()).isEmpty();
    }

    @Test
    void settings_move_and_hostile_ones_are_said() {
        var plan = onto(150_000)
                .plan(
                        List.of(APP),
                        List.of(),
                        List.of(
                                RoleSetting.of("app", "work_mem=64MB"),
                                RoleSetting.of("app", "search_path=\"$user\", public, \"odd \"\"one\""),
                                RoleSetting.of("app", "statement_timeout=1s"),
                                RoleSetting.of("elsewhere", "work_mem=1MB")),
                        Optional.of(Map.of()));

        assertThat(sql(plan).subList(1, 4))
                .containsExactly(
                        "ALTER ROLE \"app\" SET \"work_mem\" TO '64MB'",
                        "ALTER ROLE \"app\" SET \"search_path\" TO '$user', 'public', 'odd \"one'",
                        "ALTER ROLE \"app\" SET \"statement_timeout\" TO '1s'");
        assertThat(plan.notes())
                .extracting(Finding::object)
                .containsExactly("setting search_path of role \"app\"", "setting statement_timeout of role \"app\"");
    }

    @Test
    void powers_that_a_role_lacks_which_is_there_already_are_said_again() {
        var boss = role("boss").almighty();
        var made = new RoleFacts(
                "boss", false, false, true, true, true, false, false, 3, Optional.of("2030-01-01 00:00:00+00"), "boss");

        var first = onto(150_000).plan(List.of(boss), List.of(), List.of(), Optional.of(Map.of()));
        var second = onto(150_000, made).plan(List.of(boss), List.of(), List.of(), Optional.of(Map.of()));

        assertThat(codes(second)).containsExactly("PGC2012");
        assertThat(second.notes()).isEqualTo(first.notes());
        assertThat(second.notes().getFirst().remedy())
                .endsWith(": ALTER ROLE \"boss\" WITH SUPERUSER REPLICATION BYPASSRLS");
    }

    @Test
    void what_a_role_that_is_there_has_too_much_is_said_with_the_statements_that_mend_it() {
        var boss = role("app").almighty();

        var plan = onto(150_000, boss).plan(List.of(APP), List.of(), List.of(), Optional.of(Map.of()));

        assertThat(codes(plan)).containsExactly("PGC2011");
        assertThat(plan.notes().getFirst().message())
                .contains("SUPERUSER is false at the source and true on the target");
        assertThat(plan.notes().getFirst().remedy())
                .contains(
                        "ALTER ROLE \"app\" WITH NOSUPERUSER",
                        "ALTER ROLE \"app\" WITH NOCREATEROLE",
                        "ALTER ROLE \"app\" WITH VALID UNTIL 'infinity'",
                        "COMMENT ON ROLE \"app\" IS NULL");
    }

    @Test
    void memberships_that_open_the_servers_machine_are_moved_only_when_that_is_allowed() {
        var programs = new RoleMembership("pg_execute_server_program", "app", false, true, true);

        var careful = onto(150_000).plan(List.of(APP), List.of(programs), List.of(), Optional.of(Map.of()));
        var trusting = new RolePlanner(List.of(), "mover", 150_000, true)
                .plan(List.of(APP), List.of(programs), List.of(), Optional.of(Map.of()));

        assertThat(sql(careful)).noneMatch(sql -> sql.startsWith("GRANT"));
        assertThat(codes(careful)).containsExactly("PGC2056");
        assertThat(careful.notes().getFirst().object())
                .isEqualTo("membership of \"app\" in \"pg_execute_server_program\"");
        assertThat(sql(trusting)).endsWith("GRANT \"pg_execute_server_program\" TO \"app\"");
        assertThat(trusting.notes()).isEmpty();
    }
}
