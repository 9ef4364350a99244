package dev.pgconvoy.it;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `./pgconvoy verify`: a proof of a copy that somebody else made, by a user who may only read.
@UsesEnvironment
class VerifyIT {

    private static final String DATABASE = "ledgers";
    private static final String READER = "auditor";
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    private static final String SCHEMA = """
            CREATE TABLE entry (id int PRIMARY KEY, amount numeric(12,2) NOT NULL, note text);
            CREATE TABLE account (id bigserial PRIMARY KEY, name text);
            CREATE TABLE empty (id int);
            CREATE INDEX entry_by_amount ON entry (amount);
            CREATE VIEW large AS SELECT * FROM entry WHERE amount > 100;
            INSERT INTO entry SELECT i, i * 1.25, md5(i::text) FROM generate_series(1, 20000) i;
            INSERT INTO account (name) SELECT 'account ' || i FROM generate_series(1, 50) i;
            """;

    @TempDir
    private static Path folder;

    private final TestEnvironment environment;
    private final RunningServer source;
    private final RunningServer target;

    VerifyIT(TestEnvironment environment) {
        this.environment = environment;
        this.source = environment.server("source", 15);
        this.target = environment.server("target", 15);
    }

    @BeforeEach
    void fill_both_servers() throws SQLException, IOException {
        for (var server : List.of(source, target)) {
            TestDatabases.create(server, DATABASE);
            SuperuserSql.execute(server, DATABASE, SCHEMA);
        }
        SuperuserSql.execute(
                target,
                "postgres",
                "DROP ROLE IF EXISTS %1$s; CREATE ROLE %1$s LOGIN PASSWORD '%2$s'; GRANT pg_read_all_data TO %1$s"
                        .formatted(
                                READER, Files.readString(target.passwordFile()).strip()));
    }

    @AfterAll
    void remove_the_databases() throws SQLException {
        TestDatabases.drop(source, DATABASE);
        TestDatabases.drop(target, DATABASE);
        SuperuserSql.execute(target, "postgres", "DROP ROLE IF EXISTS " + READER);
    }

    @Test
    void two_equal_databases_are_equal_and_stay_as_they_are() throws SQLException, IOException {
        try (var command = verify("equal", DATABASE)) {
            assertThat(command.exitCode(PATIENCE)).as(command.said()).isZero();

            assertThat(command.printed())
                    .contains("Comparison", "Succeeded", "3 of 3 (content)", "20,050")
                    .doesNotContain("Differences");
            assertThat(TestDatabases.hasLedger(target, DATABASE)).isFalse();
        }
    }

    @Test
    void every_difference_is_named() throws SQLException, IOException {
        SuperuserSql.execute(target, DATABASE, """
                UPDATE entry SET note = 'forged' WHERE id = 777;
                DELETE FROM account WHERE id = 7;
                DROP INDEX entry_by_amount;
                DROP TABLE empty;
                CREATE TABLE addition (id int);
                SELECT setval('account_id_seq', 7);
                """);
        try (var command = verify("different", DATABASE)) {
            assertThat(command.exitCode(PATIENCE)).as(command.said()).isEqualTo(4);

            assertThat(command.printed())
                    .contains("Failed", "Differences in " + DATABASE + ": 6", "0 of 3 (content)")
                    .contains("public.entry: checksum is ")
                    .contains("public.account: rows is 50 on the source and 49 on the target")
                    .contains("index public entry_by_amount: schema is there on the source and missing on the target")
                    .contains("table public empty: schema is there on the source and missing on the target")
                    .contains("table public addition: schema is missing on the source and there on the target")
                    .contains("account_id_seq: sequence is ")
                    .doesNotContain("DROP DATABASE");
        }
    }

    @Tag("long")
    @Test
    void a_table_with_other_columns_does_not_keep_the_rest_from_being_compared() throws SQLException, IOException {
        SuperuserSql.execute(target, DATABASE, "ALTER TABLE account DROP COLUMN name; DELETE FROM entry WHERE id = 1");
        try (var command = verify("columns", DATABASE)) {
            assertThat(command.exitCode(PATIENCE)).as(command.said()).isEqualTo(4);

            assertThat(command.printed())
                    .contains("public.account: schema is columns name on the source and missing on the target")
                    .contains("public.entry: rows is 20000 on the source and 19999 on the target");
        }
    }

    @Tag("long")
    @Test
    void a_database_that_only_the_source_has_is_a_finding() throws SQLException, IOException {
        TestDatabases.drop(target, DATABASE);
        try (var command = verify("missing", DATABASE)) {
            assertThat(command.exitCode(PATIENCE)).as(command.said()).isEqualTo(3);

            assertThat(command.printed()).contains("PGC1801", DATABASE);
            assertThat(TestDatabases.names(target)).doesNotContain(DATABASE);
        }
    }

    private PgconvoyRun verify(String name, String database) throws IOException {
        return PgconvoyRun.start(
                folder,
                CommandArguments.of("verify", environment, name)
                        .from(source, database)
                        .to(target, READER)
                        .line());
    }
}
