package dev.pgconvoy.launcher.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.failure.RemedyScript.Place;
import dev.pgconvoy.launcher.SampleStatuses;
import dev.pgconvoy.launcher.stack.PostgresProcess;
import dev.pgconvoy.launcher.stack.Stack;
import dev.pgconvoy.launcher.stack.StackDistribution;
import dev.pgconvoy.launcher.stack.folder.StackFolder;
import dev.pgconvoy.launcher.stack.settings.PostgresSettings;
import dev.pgconvoy.postgres.Identifiers;
import dev.pgconvoy.postgres.PgTools;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// psql runs a script, in databases whose names hold what psql and connection strings give a meaning to.
class FixScriptsIT {

    private static final List<String> NAMES =
            List.of("shop", "sh op", "it's \"odd\"", "back\\slash", "host=elsewhere", "`id`", ":name", "\\! id");

    @TempDir
    Path folder;

    @Test
    void psql_runs_each_statement_in_the_database_that_it_is_for() throws Exception {
        try (var stack = Stack.in(StackFolder.temporary(), StackDistribution.current())) {
            // given
            stack.startAll(List.of(PostgresSettings.of("source", 17)));
            var server = stack.postgres("source");
            for (var name : NAMES) {
                tell(server, "postgres", "CREATE DATABASE " + Identifiers.quoted(name));
            }
            var findings = NAMES.stream()
                    .map(name -> Finding.warning("check", FindingCode.PREPARED_TRANSACTIONS, name, "Odd.", "Mend it.")
                            .inSource(name, "CREATE TABLE mended AS SELECT current_database();"))
                    .toArray(Finding[]::new);
            var script = Files.writeString(
                    folder.resolve("source.sql"),
                    FixScripts.of(SampleStatuses.validated(findings)).get(Place.SOURCE));

            // when
            var said = psql(server, script);

            // then
            for (var name : NAMES) {
                assertThat(ask(server, name, "SELECT current_database FROM mended"))
                        .as(said)
                        .isEqualTo(name);
            }
        }
    }

    private static String psql(PostgresProcess server, Path script) throws Exception {
        var psql = PgTools.find(Optional.empty()).dump().resolveSibling("psql");
        var builder = new ProcessBuilder(
                        psql.toString(), "-X", "--dbname", server.uri("postgres"), "--file", script.toString())
                .redirectErrorStream(true);
        builder.environment()
                .put("PGPASSWORD", Files.readString(server.passwordFile()).strip());
        var process = builder.start();
        process.getOutputStream().close();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    private static void tell(PostgresProcess server, String database, String sql) throws SQLException {
        try (var connection = server.connect(database);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String ask(PostgresProcess server, String database, String sql) throws SQLException {
        try (var connection = server.connect(database);
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
