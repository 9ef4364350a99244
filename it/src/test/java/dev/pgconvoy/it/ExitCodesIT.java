package dev.pgconvoy.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pgconvoy.it.command.CommandArguments;
import dev.pgconvoy.it.command.PgconvoyRun;
import dev.pgconvoy.it.content.ContentLines;
import dev.pgconvoy.it.content.SuperuserSql;
import dev.pgconvoy.it.content.TestDatabases;
import dev.pgconvoy.it.environment.RunningServer;
import dev.pgconvoy.it.environment.SlowProxy;
import dev.pgconvoy.it.environment.TestEnvironment;
import dev.pgconvoy.it.environment.UsesEnvironment;
import dev.pgconvoy.it.wire.KafkaClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What scripts build upon: the exit codes of `./pgconvoy migrate` and `validate`, and what they leave in words and
/// files.
@UsesEnvironment
class ExitCodesIT {

    private static final String DATABASE = "corner_shop";
    private static final int SLOW_BYTES_PER_SECOND = 100_000;
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    @TempDir
    private static Path folder;

    private final TestEnvironment environment;
    private final RunningServer source;
    private final RunningServer target;

    ExitCodesIT(TestEnvironment environment) {
        this.environment = environment;
        this.source = environment.server("source", 15);
        this.target = environment.server("target", 15);
    }

    /// 8 MB: over the slow line it takes longer than the patience.
    @BeforeAll
    void fill_the_source() throws SQLException {
        TestDatabases.create(source, DATABASE);
        SuperuserSql.execute(source, DATABASE, """
                CREATE TABLE article (id int PRIMARY KEY, note text);
                INSERT INTO article SELECT i, repeat(md5(i::text), 32) FROM generate_series(1, 8000) i
                """);
        TestDatabases.drop(target, DATABASE);
    }

    @AfterAll
    void remove_the_databases() throws SQLException {
        TestDatabases.drop(source, DATABASE);
        TestDatabases.drop(target, DATABASE);
    }

    @Test
    void code_0_a_verified_copy_with_its_report() throws SQLException, IOException {
        var report = folder.resolve("report.json");
        try (var command = migrate("code-0", source, DATABASE, "--report", report.toString())) {
            assertThat(command.exitCode(PATIENCE)).as(command.said()).isZero();

            assertThat(ContentLines.of(target, DATABASE)).isEqualTo(ContentLines.of(source, DATABASE));
            assertThat(command.printed()).contains("Succeeded", DATABASE);
            assertThat(new ObjectMapper().readTree(Files.readString(report)).toString())
                    .contains("\"Succeeded\"", "\"" + DATABASE + "\"");
        } finally {
            TestDatabases.drop(target, DATABASE);
        }
    }

    @Test
    void code_2_a_flag_that_is_missing_is_named() throws IOException {
        try (var command = PgconvoyRun.start(
                folder,
                List.of("migrate", "--source", CommandArguments.uri(source, RunningServer.SUPERUSER, DATABASE)))) {
            assertThat(command.exitCode(PATIENCE)).isEqualTo(2);

            assertThat(command.said()).contains("--target");
            assertThat(command.printed()).isEmpty();
        }
    }

    @Test
    void code_3_a_database_that_the_source_does_not_have() throws SQLException, IOException {
        var before = TestDatabases.names(target);
        try (var command = migrate("code-3", source, "corner_shp")) {
            assertThat(command.exitCode(PATIENCE)).as(command.said()).isEqualTo(3);

            assertThat(command.printed()).contains("ValidationFailed", "603102", "corner_shp");
            assertThat(TestDatabases.names(target)).isEqualTo(before);
        }
    }

    /// No check can foresee that the rows are refused on any server but their own.
    @Test
    void code_4_rows_that_the_target_refuses() throws SQLException, IOException {
        var database = "homesick";
        TestDatabases.create(source, database);
        SuperuserSql.execute(source, database, """
                CREATE FUNCTION public.home() RETURNS boolean LANGUAGE sql IMMUTABLE AS
                  'SELECT system_identifier = %s FROM pg_catalog.pg_control_system()';
                CREATE TABLE guest (id int CONSTRAINT at_home CHECK (public.home()));
                INSERT INTO guest VALUES (1)
                """.formatted(
                        SuperuserSql.lines(source, database, "SELECT system_identifier FROM pg_control_system()")
                                .getFirst()));
        try (var command = migrate("code-4", source, database)) {
            assertThat(command.exitCode(PATIENCE)).as(command.said()).isEqualTo(4);

            assertThat(command.printed()).contains("Failed", "guest", "at_home");
        } finally {
            TestDatabases.drop(source, database);
            TestDatabases.drop(target, database);
        }
    }

    @Test
    void code_5_an_interrupt_cancels_and_says_what_is_left() throws SQLException, IOException {
        try (var slow = SlowProxy.before(source, SLOW_BYTES_PER_SECOND);
                var client = KafkaClient.connect(environment.bootstrapServers());
                var command = migrate("code-5", slow.server(), DATABASE)) {
            var id = "%s-%d/code-5".formatted(target.host(), target.port());
            client.awaitFact(
                    KafkaClient.SUBSTATE_CHANGED,
                    id,
                    PATIENCE,
                    fact -> fact.data().at("/databases/0/bytesCopied").asLong() > 0);

            command.interrupt();

            assertThat(command.exitCode(PATIENCE)).as(command.said()).isEqualTo(5);
            assertThat(command.printed()).contains("Canceled", DATABASE);
            assertThat(client.awaitEnd(id, PATIENCE).text("state")).isEqualTo("Canceled");
        } finally {
            TestDatabases.drop(target, DATABASE);
        }
    }

    @Test
    void validate_ends_with_code_0_tells_what_the_migration_takes_and_moves_nothing() throws SQLException, IOException {
        var before = TestDatabases.names(target);
        var report = folder.resolve("findings.json");
        try (var command = run("validate", "validate-0", source, DATABASE, "--report", report.toString())) {
            assertThat(command.exitCode(PATIENCE)).as(command.said()).isZero();

            assertThat(command.printed())
                    .contains("Checks of", "Passed", "ESTIMATE", DATABASE, "\"public\".\"article\"");
            var estimate = new ObjectMapper().readTree(Files.readString(report)).at("/preflight/estimate");
            assertThat(estimate.at("/databases/0/database").asText()).isEqualTo(DATABASE);
            assertThat(estimate.at("/databases/0/heapBytes").asLong()).isGreaterThan(8_000_000);
            assertThat(TestDatabases.names(target)).isEqualTo(before);
        }
    }

    @Test
    void validate_ends_with_code_3_and_writes_a_page_and_scripts() throws SQLException, IOException {
        TestDatabases.create(target, DATABASE);
        var page = folder.resolve("findings.html");
        try (var command = run(
                "validate",
                "validate-3",
                source,
                DATABASE,
                "--report",
                page.toString(),
                "--fix-script",
                folder.resolve("fix").toString())) {
            assertThat(command.exitCode(PATIENCE)).as(command.said()).isEqualTo(3);

            assertThat(command.printed()).contains("ERROR", "603101", "docs/findings.md#603101");
            assertThat(page).content().startsWith("<!doctype html>").contains("603101");
            assertThat(folder.resolve("fix-target.sql")).content().contains("-- error 603101, " + DATABASE);
            assertThat(folder.resolve("fix-source.sql")).content().doesNotContain("603101");
            assertThat(folder.resolve("fix-azure.sh")).content().startsWith("#!/bin/sh");
        } finally {
            TestDatabases.drop(target, DATABASE);
        }
    }

    private PgconvoyRun migrate(String name, RunningServer from, String database, String... more) throws IOException {
        return run("migrate", name, from, database, more);
    }

    private PgconvoyRun run(String command, String name, RunningServer from, String database, String... more)
            throws IOException {
        return PgconvoyRun.start(
                folder,
                CommandArguments.of(command, environment, name)
                        .from(from, database)
                        .to(target)
                        .and(more)
                        .line());
    }
}
