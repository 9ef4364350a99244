package dev.pgconvoy.preflight.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.migration.CheckOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever is in a database, each check has an answer: on all families of objects that the end-to-end tests know, with
/// `checkData`, for a superuser and for one who may read all.
class EveryFamilyIT extends TwoServers {

    private static final Path RESOURCES = Path.of("..", "it", "src", "test", "resources");
    private static final Pattern ENCODING = Pattern.compile("(?m)^-- encoding: (\\S+)$");

    @BeforeAll
    static void createRoles() throws SQLException, IOException {
        var roles = Files.readString(RESOURCES.resolve(Path.of("sql", "content", "create_roles.sql")));
        source.run(roles);
        target.run(roles);
        source.run("GRANT pg_read_all_data TO mover");
    }

    static List<Path> families() throws IOException {
        try (var files = Files.list(RESOURCES.resolve("families"))) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("families")
    void every_check_can_be_run(Path family) throws SQLException, IOException {
        var sql = Files.readString(family);
        var encoding = ENCODING.matcher(sql);
        source.run("CREATE DATABASE family TEMPLATE template0 ENCODING '%s' LOCALE 'C'"
                .formatted(encoding.find() ? encoding.group(1) : "UTF8"));
        try {
            fill(sql);

            assertThat(Stream.of("postgres", "mover").flatMap(this::notRun)).isEmpty();
        } finally {
            source.run("DELETE FROM pg_subscription");
            source.run("DROP DATABASE family WITH (FORCE)");
        }
    }

    /// The script goes to the server as it is.
    private static void fill(String sql) throws SQLException {
        var url = "jdbc:postgresql://127.0.0.1:%d/family?user=postgres&preferQueryMode=simple".formatted(source.port());
        try (var session = DriverManager.getConnection(url);
                var statement = session.createStatement()) {
            statement.execute(sql);
        }
    }

    private Stream<String> notRun(String user) {
        var request = between().from(source.as(user)).of("family").checking(new CheckOptions(false, true));
        return examiningPatiently().examine(request.build()).findings().stream()
                .filter(finding -> finding.code().equals("PGC1000"))
                .map(Finding::message);
    }
}
