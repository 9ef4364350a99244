package dev.pgconvoy.launcher.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pgconvoy.launcher.stack.folder.StackFolder;
import dev.pgconvoy.launcher.stack.process.StackException;
import dev.pgconvoy.launcher.stack.settings.PostgresSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresProcessIT {

    private static final PostgresSettings SOURCE = PostgresSettings.of("source", 13);
    private static final PostgresSettings TARGET = PostgresSettings.of("target", 17);

    @TempDir
    Path data;

    @Test
    void servers_of_two_versions_ask_for_a_password_and_keep_their_data() throws SQLException {
        // given
        try (var stack = stack()) {
            stack.startAll(List.of(SOURCE, TARGET));
            for (var server : List.of(stack.postgres("source"), stack.postgres("target"))) {
                assertThat(ask(server, "SHOW server_version")).startsWith(server.major() + ".");
                assertThat(ask(server, "SHOW fsync")).isEqualTo("on");
                assertThatThrownBy(() -> DriverManager.getConnection(server.jdbcUrl("postgres"), "postgres", "wrong"))
                        .isInstanceOf(SQLException.class)
                        .extracting(e -> ((SQLException) e).getSQLState())
                        .isEqualTo("28P01");
                tell(server, "CREATE TABLE kept AS SELECT 42 AS answer");
            }
        }

        // when
        try (var stack = stack()) {
            stack.startAll(List.of(SOURCE, TARGET));

            // then
            assertThat(ask(stack.postgres("source"), "SELECT answer FROM kept")).isEqualTo("42");
            assertThat(ask(stack.postgres("target"), "SELECT answer FROM kept")).isEqualTo("42");
        }
    }

    @Test
    void the_password_is_in_a_file_of_its_owner_and_in_no_argument() throws Exception {
        try (var stack = stack()) {
            var server = stack.start(TARGET);

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(server.passwordFile())))
                    .isEqualTo("rw-------");
            var arguments = ProcessHandle.of(server.pid())
                    .flatMap(process -> process.info().commandLine());
            assertThat(arguments.orElse("")).contains("listen_addresses=127.0.0.1");
            server.password().use(password -> assertThat(arguments.orElse("")).doesNotContain(password));
            server.password().use(password -> assertThat(server.log()).content().doesNotContain(password));
        }
    }

    @Test
    void a_server_left_behind_is_stopped_before_a_new_one_starts_on_its_data() {
        try (var stack = stack()) {
            var left = stack.start(TARGET);
            var cluster = new PostgresCluster(
                    TARGET,
                    PostgresBinaries.unpacked(StackDistribution.current().server(17), 17),
                    stack.folder().server("target"),
                    left.log());

            cluster.prepare(SuperuserPassword.in(stack.folder().keys(), "target"));

            await().atMost(Duration.ofSeconds(5)).until(() -> !left.isAlive());
            assertThat(left.log()).content().contains("database system is shut down");
        }
    }

    @Test
    void after_sigkill_committed_rows_are_there() throws SQLException {
        try (var stack = stack()) {
            var killed = stack.start(TARGET);
            tell(killed, "CREATE TABLE kept AS SELECT 42 AS answer");

            killed.kill();

            assertThat(ask(stack.start(TARGET), "SELECT answer FROM kept")).isEqualTo("42");
        }
    }

    @Test
    void data_of_another_version_is_refused_by_name() {
        try (var stack = stack()) {
            stack.start(PostgresSettings.of("source", 13)).stop();

            assertThatThrownBy(() -> stack.start(PostgresSettings.of("source", 17)))
                    .isInstanceOf(StackException.class)
                    .hasMessageContainingAll("source", "13", "17");
        }
    }

    private Stack stack() {
        return Stack.in(StackFolder.open(data), StackDistribution.current());
    }

    private static String ask(PostgresProcess server, String question) throws SQLException {
        try (var connection = server.connect("postgres");
                var result = connection.createStatement().executeQuery(question)) {
            result.next();
            return result.getString(1);
        }
    }

    private static void tell(PostgresProcess server, String command) throws SQLException {
        try (Connection connection = server.connect("postgres");
                var statement = connection.createStatement()) {
            statement.execute(command);
        }
    }
}
