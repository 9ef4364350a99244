package dev.pgconvoy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pgconvoy.it.command.CommandArguments;
import dev.pgconvoy.it.command.PgconvoyRun;
import dev.pgconvoy.it.content.SuperuserSql;
import dev.pgconvoy.it.content.TestDatabases;
import dev.pgconvoy.it.environment.RunningServer;
import dev.pgconvoy.it.environment.TestEnvironment;
import dev.pgconvoy.it.environment.UsesEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A wave is rehearsed on a server of its own: measured, and dropped again, and nothing
/// else with it.
@UsesEnvironment
@Tag("long")
class RehearsalIT {

    private static final String BOOKS = "rehearsed_books";
    private static final String LOANS = "rehearsed_loans";
    private static final String SONGS = "rehearsed_songs";
    private static final String FILMS = "rehearsed_films";
    private static final List<String> ALL = List.of(BOOKS, LOANS, SONGS, FILMS);
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    @TempDir
    private static Path folder;

    private final TestEnvironment environment;
    private final RunningServer library;
    private final RunningServer archive;
    private final RunningServer target;
    private final RunningServer scratch;

    RehearsalIT(TestEnvironment environment) {
        this.environment = environment;
        this.library = environment.server("fleet-crm", 13);
        this.archive = environment.server("fleet-mail", 15);
        this.target = environment.server("target", 15);
        this.scratch = environment.server("fleet-scratch", 15);
    }

    @BeforeAll
    void fill_the_sources() throws SQLException, IOException {
        for (var database : List.of(BOOKS, LOANS)) {
            fill(library, database, 2_000, 1);
        }
        fill(archive, SONGS, 2_000, 1);
        // 30 MB, of which a second takes one.
        fill(archive, FILMS, 30_000, 32);
        drop_the_copies();
        Files.writeString(folder.resolve("rehearsed.yaml"), """
                apiVersion: pgconvoy.dev/v1
                kind: Fleet
                metadata: {name: rehearsed}
                spec:
                  defaults:
                    options: {overwriteDbsInTarget: true}
                    target: %s
                  limits: {bytesPerSecondPerSourceHost: 1048576}
                  servers:
                    - {name: library, source: %s, databases: [%s, %s]}
                    - {name: songs, source: %s, databases: [%s]}
                    - {name: films, source: %s, databases: [%s]}
                  waves:
                    - {name: pilot, servers: [library, songs]}
                    - {name: rest}
                """.formatted(
                        end(target), end(library), BOOKS, LOANS, end(archive), SONGS, end(archive), FILMS));
    }

    private static String end(RunningServer server) {
        return "{host: \"%s\", port: %d, user: postgres, password: \"file:%s\"}"
                .formatted(server.host(), server.port(), server.passwordFile());
    }

    private static void fill(RunningServer server, String database, int rows, int width) throws SQLException {
        TestDatabases.create(server, database);
        SuperuserSql.execute(server, database, """
                CREATE TABLE item (id int PRIMARY KEY, note text NOT NULL);
                INSERT INTO item SELECT i, repeat(md5(i::text), %d) FROM generate_series(1, %d) i
                """.formatted(width, rows));
    }

    @AfterEach
    void drop_the_copies() throws SQLException {
        for (var database : ALL) {
            TestDatabases.drop(scratch, database);
            TestDatabases.drop(target, database);
        }
    }

    @AfterAll
    void remove_the_databases() throws SQLException {
        for (var database : ALL) {
            TestDatabases.drop(library, database);
            TestDatabases.drop(archive, database);
        }
    }

    private PgconvoyRun start(String... words) throws IOException {
        return PgconvoyRun.start(
                folder, List.of(words), Map.of("KAFKA_BOOTSTRAP_SERVERS", environment.bootstrapServers()));
    }

    private PgconvoyRun rehearse(String wave, RunningServer server) throws IOException {
        return start(
                "fleet",
                "rehearse",
                wave,
                "rehearsed.yaml",
                "--target",
                CommandArguments.uri(server, RunningServer.SUPERUSER, "postgres"),
                "--target-password",
                "file:" + server.passwordFile());
    }

    private static String ended(PgconvoyRun command, int expected) throws IOException {
        assertThat(command.exitCode(PATIENCE))
                .as("%s%n%s", command.printed(), command.said())
                .isEqualTo(expected);
        return command.printed();
    }

    @Test
    void each_server_is_measured_and_the_plan_reckons_with_it() throws IOException, SQLException {
        var before = TestDatabases.names(scratch);

        try (var command = rehearse("pilot", scratch)) {
            assertThat(ended(command, 0))
                    .contains(
                            "ok library: it took ",
                            "dropped: " + BOOKS + ", " + LOANS,
                            "ok songs: it took ",
                            "dropped: " + SONGS,
                            "2 of 2 servers were rehearsed");
        }

        assertThat(TestDatabases.names(scratch)).isEqualTo(before);
        assertThat(TestDatabases.names(target)).doesNotContainAnyElementsOf(ALL);
        try (var command = start("fleet", "plan", "rehearsed.yaml")) {
            assertThat(ended(command, 2).lines())
                    .anyMatch(line -> line.startsWith("  rehearsed  took"))
                    .anyMatch(line -> line.matches("  library +\\S+ (s|min) .*"))
                    .anyMatch(line -> line.matches("  songs +\\S+ (s|min) .*"));
        }
        try (var command = start("list", "--label", "pgconvoy.dev/rehearsal-of=rehearsed.songs")) {
            assertThat(ended(command, 0)).contains("rehearsed.songs.rehearsal-").doesNotContain("rehearsed.library");
        }
    }

    @Test
    void a_database_that_was_there_stays_as_it_is_and_its_server_has_failed() throws IOException, SQLException {
        fill(scratch, SONGS, 3, 1);

        try (var command = rehearse("pilot", scratch)) {
            assertThat(ended(command, 3))
                    .contains("ok library: it took ", "no songs: ", "1 of 2 servers were rehearsed");
        }

        assertThat(TestDatabases.names(scratch)).contains(SONGS).doesNotContain(BOOKS, LOANS);
        assertThat(SuperuserSql.lines(scratch, SONGS, "SELECT count(*)::text FROM item"))
                .containsExactly("3");
    }

    @Test
    void the_real_target_is_refused() throws IOException, SQLException {
        var before = TestDatabases.names(target);

        try (var command = rehearse("pilot", target)) {
            ended(command, 2);
            assertThat(command.said()).contains("is the target of the server library");
        }

        assertThat(TestDatabases.names(target)).isEqualTo(before);
    }

    @Test
    void what_is_interrupted_is_cancelled_and_dropped() throws IOException, SQLException {
        var before = TestDatabases.names(scratch);
        try (var command = rehearse("rest", scratch)) {
            await("the copy")
                    .atMost(PATIENCE)
                    .until(() -> TestDatabases.names(scratch).contains(FILMS));

            command.interrupt();

            assertThat(ended(command, 5)).contains("dropped: " + FILMS, "0 of 1 servers were rehearsed");
        }
        assertThat(TestDatabases.names(scratch)).isEqualTo(before);
    }
}
