package dev.pgconvoy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `./pgconvoy migrate`, Ctrl-C in the middle, and again with `--resume`.
@UsesEnvironment
class ResumeIT {

    private static final String DATABASE = "half_way";
    private static final String COPIES = """
            SELECT unit || ' ' || rows || ' ' || millis || ' ' || done_at FROM pgconvoy_ledger.unit
            WHERE unit LIKE 'copy %' ORDER BY 1
            """;
    private static final int ENOUGH = 3;
    private static final int BYTES_PER_SECOND = 1_500_000;
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    @TempDir
    private static Path folder;

    private final TestEnvironment environment;
    private final RunningServer source;
    private final RunningServer target;

    ResumeIT(TestEnvironment environment) {
        this.environment = environment;
        this.source = environment.server("source", 15);
        this.target = environment.server("target", 15);
    }

    /// It writes to the catalog, and a source that was written to has moved.
    @BeforeAll
    void stop_autovacuum() throws SQLException {
        SuperuserSql.execute(source, "postgres", "ALTER SYSTEM SET autovacuum = off");
        SuperuserSql.execute(source, "postgres", "SELECT pg_reload_conf()");
    }

    @BeforeEach
    void fill_the_source() throws SQLException {
        TestDatabases.create(source, DATABASE);
        SuperuserSql.execute(source, DATABASE, SuperuserSql.resource("content/fill_split_tables"));
        TestDatabases.drop(target, DATABASE);
    }

    @AfterAll
    void remove_the_databases() throws SQLException {
        SuperuserSql.execute(source, "postgres", "ALTER SYSTEM RESET autovacuum");
        SuperuserSql.execute(source, "postgres", "SELECT pg_reload_conf()");
        TestDatabases.drop(source, DATABASE);
        TestDatabases.drop(target, DATABASE);
    }

    @Test
    void what_is_done_is_not_done_again() throws SQLException, IOException {
        try (var slow = SlowProxy.before(source, BYTES_PER_SECOND)) {
            // given
            var before = interruptInTheMiddle(slow, "unmoved-1");
            thenIsRefusedWithoutResume("unmoved-2");

            // when
            var report = folder.resolve("unmoved.json");
            try (var again = migrate("unmoved-3", slow.server(), "--resume", "--report", report.toString())) {
                await("the heir leads")
                        .atMost(PATIENCE)
                        .ignoreExceptions()
                        .until(() -> SuperuserSql.lines(target, DATABASE, "SELECT id FROM pgconvoy_ledger.migration")
                                .getFirst()
                                .endsWith("/unmoved-3"));
                var during = SuperuserSql.lines(target, DATABASE, COPIES);

                // then
                assertThat(again.exitCode(PATIENCE)).as(again.said()).isZero();
                assertThat(during).containsAll(before);
                assertThat(again.printed()).doesNotContain("PGC2002");
            }
            thenIsExact();
            assertThat(rows(report)).isEqualTo(sourceRows());
        }
    }

    @Tag("long")
    @Test
    void a_source_that_has_moved_is_copied_anew_and_it_is_said() throws SQLException, IOException {
        try (var slow = SlowProxy.before(source, BYTES_PER_SECOND)) {
            // given
            interruptInTheMiddle(slow, "moved-1");
            SuperuserSql.execute(source, DATABASE, "INSERT INTO plain (note) VALUES ('written meanwhile')");

            // when
            try (var again = migrate("moved-2", source, "--resume")) {
                // then
                assertThat(again.exitCode(PATIENCE)).as(again.said()).isZero();
                assertThat(again.printed()).contains("PGC2002", "copied anew");
            }
            thenIsExact();
        }
    }

    /// @return the copies that are done
    private List<String> interruptInTheMiddle(SlowProxy slow, String name) throws SQLException, IOException {
        try (var command = migrate(name, slow.server())) {
            await("some copies are done")
                    .atMost(PATIENCE)
                    .ignoreExceptions()
                    .failFast(() -> assertThat(command.process().isAlive())
                            .as(command.said())
                            .isTrue())
                    .until(() -> SuperuserSql.lines(target, DATABASE, COPIES).size() >= ENOUGH);
            command.interrupt();
            assertThat(command.exitCode(PATIENCE)).as(command.said()).isEqualTo(5);
            assertThat(command.said()).contains("--resume");
        }
        return SuperuserSql.lines(target, DATABASE, COPIES);
    }

    private void thenIsRefusedWithoutResume(String name) throws IOException {
        try (var command = migrate(name, source)) {
            assertThat(command.exitCode(PATIENCE)).as(command.said()).isEqualTo(3);
            assertThat(command.printed()).contains("603101", "--resume");
        }
    }

    private void thenIsExact() throws SQLException {
        assertThat(ContentLines.of(target, DATABASE)).isEqualTo(ContentLines.of(source, DATABASE));
        assertThat(TestDatabases.hasLedger(target, DATABASE)).isFalse();
    }

    private static long rows(Path report) throws IOException {
        JsonNode tree = new ObjectMapper().readTree(Files.readString(report));
        return tree.at("/report/databases/0/rows").asLong();
    }

    private long sourceRows() throws SQLException {
        return Long.parseLong(SuperuserSql.lines(source, DATABASE, """
                SELECT (SELECT count(*) FROM plain) + (SELECT count(*) FROM sparse) + (SELECT count(*) FROM extreme)
                    + (SELECT count(*) FROM wide) + (SELECT count(*) FROM small)
                """).getFirst());
    }

    private PgconvoyRun migrate(String name, RunningServer from, String... more) throws IOException {
        return PgconvoyRun.start(
                folder,
                CommandArguments.of("migrate", environment, name)
                        .from(from, DATABASE)
                        .to(target)
                        .and("--split-tables-larger-than", "1MB")
                        .and(more)
                        .line());
    }
}
