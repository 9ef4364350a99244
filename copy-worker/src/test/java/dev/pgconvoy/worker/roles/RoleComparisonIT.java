package dev.pgconvoy.worker.roles;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.postgres.FreshPostgres;
import dev.pgconvoy.worker.schema.ToldStatements;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Roles that both servers have.
class RoleComparisonIT {

    private static EmbeddedPostgres source;
    private static EmbeddedPostgres target;

    @BeforeAll
    static void start() throws Exception {
        source = startServer();
        target = startServer();
        run(source, "CREATE DATABASE shop");
        run(target, "CREATE DATABASE shop");
        run(source, "CREATE ROLE only_here; CREATE ROLE mover");
        run(target, "CREATE ROLE only_there; CREATE ROLE mover LOGIN SUPERUSER");
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
            run(server, "CREATE ROLE g_exists; CREATE ROLE r_exists LOGIN");
        }
    }

    @AfterEach
    void drop() throws SQLException {
        for (var server : List.of(source, target)) {
            run(server, "DROP ROLE g_exists, r_exists");
        }
    }

    @Test
    void roles_that_are_the_same_and_roles_of_one_server_only_are_no_difference() throws SQLException {
        for (var server : List.of(source, target)) {
            run(server, "GRANT g_exists TO r_exists; ALTER ROLE r_exists SET work_mem = '7MB'");
        }
        run(source, "GRANT only_here TO r_exists; ALTER ROLE only_here SET work_mem = '8MB'; GRANT g_exists TO mover");
        run(target, "GRANT only_there TO r_exists; ALTER ROLE only_there SET work_mem = '9MB'");

        assertThat(compared(Set.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GRANT g_exists TO r_exists",
                "GRANT g_exists TO r_exists WITH ADMIN OPTION",
                "GRANT pg_monitor TO r_exists",
                "GRANT pg_execute_server_program TO r_exists",
                "ALTER ROLE r_exists SET search_path = \"$user\", x, \"Odd, \"\"One\"",
                "ALTER ROLE r_exists SET work_mem = '7MB'",
                "ALTER ROLE r_exists IN DATABASE shop SET statement_timeout = '1h'",
            })
    void what_only_one_server_says_is_named_with_the_statement_that_mends_it(String only) throws SQLException {
        for (var server : List.of(source, target)) {
            run(server, only);

            var found = compared(Set.of());

            assertThat(found).hasSize(1);
            run(target, statement(found.getFirst()));
            assertThat(compared(Set.of())).isEmpty();
            run(source, "REVOKE g_exists, pg_monitor, pg_execute_server_program FROM r_exists");
            run(source, "ALTER ROLE r_exists RESET ALL; ALTER ROLE r_exists IN DATABASE shop RESET ALL");
            run(target, "REVOKE g_exists, pg_monitor, pg_execute_server_program FROM r_exists");
            run(target, "ALTER ROLE r_exists RESET ALL; ALTER ROLE r_exists IN DATABASE shop RESET ALL");
        }
    }

    @Test
    void another_option_or_another_value_is_a_difference() throws SQLException {
        run(source, "GRANT g_exists TO r_exists WITH ADMIN OPTION; ALTER ROLE r_exists SET work_mem = '7MB'");
        run(target, "GRANT g_exists TO r_exists; ALTER ROLE r_exists SET work_mem = '8MB'");

        assertThat(compared(Set.of()))
                .extracting(RoleComparisonIT::statement)
                .containsExactly(
                        "GRANT \"g_exists\" TO \"r_exists\" WITH ADMIN OPTION",
                        "ALTER ROLE \"r_exists\" SET \"work_mem\" TO '7MB'");
    }

    @Test
    void the_value_of_an_applications_own_setting_is_not_shown() throws SQLException {
        run(source, "ALTER ROLE r_exists SET app.token = 'hunter2'");

        assertThat(compared(Set.of()))
                .extracting(RoleComparisonIT::statement)
                .containsExactly("ALTER ROLE \"r_exists\" SET \"app\".\"token\" TO … (its value at the source)");
    }

    @Test
    void an_admin_option_that_only_the_target_gives_is_taken_away() throws SQLException {
        run(source, "GRANT g_exists TO r_exists");
        run(target, "GRANT g_exists TO r_exists WITH ADMIN OPTION");

        assertThat(compared(Set.of()))
                .extracting(RoleComparisonIT::statement)
                .containsExactly("REVOKE ADMIN OPTION FOR \"g_exists\" FROM \"r_exists\"");
    }

    @Test
    void what_the_report_names_already_is_not_named_again() throws SQLException {
        run(source, "GRANT g_exists TO r_exists");

        assertThat(compared(Set.of("membership of \"r_exists\" in \"g_exists\"")))
                .isEmpty();
    }

    private static List<Finding> compared(Set<String> told) throws SQLException {
        try (var here = connect(source, "postgres");
                var there = connect(target, "mover")) {
            var comparison = RoleComparison.between(here, there, told, new ToldStatements());
            var found = new ArrayList<>(comparison.ofServers());
            found.addAll(comparison.in(List.of("shop")));
            return found;
        }
    }

    private static String statement(Finding finding) {
        return finding.remedy().substring(finding.remedy().indexOf(": ") + 2);
    }

    private static Connection connect(EmbeddedPostgres server, String user) throws SQLException {
        return DriverManager.getConnection(server.getJdbcUrl(user, "postgres"));
    }

    private static void run(EmbeddedPostgres server, String sql) throws SQLException {
        try (var connection = connect(server, "postgres");
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
