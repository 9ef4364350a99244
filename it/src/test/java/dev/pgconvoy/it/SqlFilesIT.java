package dev.pgconvoy.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.it.environment.TestEnvironment;
import dev.pgconvoy.it.environment.UsesEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every SQL file of the services is understood by every server that it may meet: sources since 9.6, targets since 15.
/// Queries are prepared, which resolves each name and type in them; other statements run and are rolled back.
@UsesEnvironment
class SqlFilesIT {

    private static final List<Path> FOLDERS = Stream.of(
                    "copy-worker/src/main/resources/sql",
                    "preflight-service/src/main/resources/sql",
                    "common/src/main/resources/dev/pgconvoy/postgres")
            .map(Path.of("..")::resolve)
            .toList();
    private static final List<Path> GROUND = Stream.of(
                    "ledger/create.sql", "lead/create.sql", "copier/land_large_objects.sql")
            .map(FOLDERS.getFirst()::resolve)
            .toList();
    private static final Pattern NUMBERED = Pattern.compile("\\?");
    private static final Pattern QUERY = Pattern.compile("(?is)^(SELECT|WITH|INSERT|UPDATE|DELETE)\\b.*");

    private final TestEnvironment environment;

    SqlFilesIT(TestEnvironment environment) {
        this.environment = environment;
    }

    @ParameterizedTest(name = "version {0}")
    @ValueSource(ints = {9, 10, 11, 12, 13, 14, 15, 16, 17, 18})
    void every_file_is_understood(int major) throws SQLException, IOException {
        var name = major < 15 ? "source" : "target";
        try (var session = environment.server(name, major).connect("postgres")) {
            session.setAutoCommit(false);
            // What the files of the register and of the ledger work on.
            for (var file : GROUND) {
                execute(session, read(file));
            }
            var refused = new ArrayList<String>();
            for (var file : files()) {
                if (!GROUND.contains(file) && serves(file, major)) {
                    refusal(session, file, refused);
                }
            }
            session.rollback();
            assertThat(refused).isEmpty();
        }
    }

    private static List<Path> files() throws IOException {
        var files = new ArrayList<Path>();
        for (var folder : FOLDERS) {
            if (Files.isDirectory(folder)) {
                try (var found = Files.walk(folder)) {
                    found.filter(file -> file.toString().endsWith(".sql"))
                            .sorted()
                            .forEach(files::add);
                }
            }
        }
        assertThat(files).hasSizeGreaterThan(15);
        return files;
    }

    /// A file named `…_pgNN.sql` serves servers since NN, its plain namesake the older ones.
    private static boolean serves(Path file, int major) throws IOException {
        var name = file.getFileName().toString().replace(".sql", "");
        var since = Pattern.compile("_pg(\\d+)$").matcher(name);
        if (since.find()) {
            return major >= Integer.parseInt(since.group(1));
        }
        try (var siblings = Files.list(file.getParent())) {
            return siblings.map(sibling -> Pattern.compile("^%s_pg(\\d+)\\.sql$".formatted(Pattern.quote(name)))
                            .matcher(sibling.getFileName().toString()))
                    .noneMatch(variant -> variant.find() && major >= Integer.parseInt(variant.group(1)));
        }
    }

    private static void refusal(Connection session, Path file, List<String> refused) throws SQLException, IOException {
        var savepoint = session.setSavepoint();
        for (var statement : statements(read(file))) {
            try {
                execute(session, QUERY.matcher(statement).matches() ? "PREPARE checked AS " + statement : statement);
                session.rollback(savepoint);
                if (QUERY.matcher(statement).matches()) {
                    execute(session, "DEALLOCATE ALL");
                }
            } catch (SQLException e) {
                session.rollback(savepoint);
                refused.add(file + ": " + e.getMessage());
            }
        }
    }

    /// Without comments; `?` becomes `$n`, and the places that code fills become what they stand for.
    private static List<String> statements(String script) {
        var plain = script.replaceAll("(?m)^--.*$", "").replace("'{%s}'", "'{1}'");
        var statements = new ArrayList<String>();
        for (var statement : plain.split(";\\s*(\\n|$)")) {
            if (!statement.isBlank()) {
                var number = new int[] {0};
                statements.add(NUMBERED.matcher(statement.strip()).replaceAll(_ -> "\\$" + ++number[0]));
            }
        }
        return statements;
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file);
    }

    private static void execute(Connection session, String sql) throws SQLException {
        try (var statement = session.createStatement()) {
            statement.execute(sql);
        }
    }
}
