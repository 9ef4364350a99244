package dev.pgconvoy.worker.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.postgres.FreshPostgres;
import dev.pgconvoy.postgres.PgTools;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.secret.SecretResolver;
import dev.pgconvoy.secret.ServerSide;
import dev.pgconvoy.worker.report.DatabaseLog;
import dev.pgconvoy.worker.schema.SchemaArchive;
import dev.pgconvoy.worker.target.ScratchDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Two databases of a real server, one the source and one a copy that `pg_dump` and `pg_restore` would make of it.
class TargetSchemaIT {

    private static final MigrationId ID = MigrationId.parse("target/schemas");
    private static final int SAME_MAJOR = 0;
    private static final int ANOTHER_MAJOR = 9;
    private static final ServerConnector CONNECTOR =
            new ServerConnector(new SecretResolver(Optional.empty()), Duration.ofSeconds(10));
    private static final PgTools TOOLS = PgTools.find(Optional.empty());
    private static EmbeddedPostgres server;
    private static Connection admin;
    private static SchemaArchive harbour;
    private String user = "postgres";

    @BeforeAll
    static void copyOnce() throws Exception {
        server = FreshPostgres.start();
        admin = server.getPostgresDatabase().getConnection();
        execute(admin, "CREATE DATABASE harbour TEMPLATE template0");
        execute("harbour", resource("source.sql"));
        execute(admin, "CREATE DATABASE original TEMPLATE template0");
        harbour = dump("harbour");
        execute("original", harbour.script(harbour.entries(), _ -> true));
    }

    @AfterAll
    static void stop() throws SQLException, IOException {
        harbour.close();
        admin.close();
        server.close();
    }

    @BeforeEach
    void copy() throws SQLException {
        execute(admin, "CREATE DATABASE copy TEMPLATE original");
    }

    @AfterEach
    void drop() throws SQLException {
        execute(admin, "DROP DATABASE copy WITH (FORCE)");
    }

    static List<String> planted() throws IOException {
        return resource("planted.sql").lines().toList();
    }

    static List<String> someOfThem() throws IOException {
        var all = planted();
        return IntStream.iterate(0, next -> next < all.size(), next -> next + 7)
                .mapToObj(all::get)
                .toList();
    }

    @Test
    void a_copy_has_no_difference_in_whatever_words_it_is_printed() throws Exception {
        var compared = compare(SAME_MAJOR);

        assertThat(compared.report().differences()).isEmpty();
        assertThat(compared.notes().shown()).isEmpty();
        assertThat(databases()).containsExactlyInAnyOrder("postgres", "harbour", "original", "copy");
    }

    @Test
    void so_it_is_between_two_major_versions() throws Exception {
        var compared = compare(ANOTHER_MAJOR);

        assertThat(compared.report().differences()).isEmpty();
        assertThat(compared.notes().shown()).isEmpty();
    }

    /// Constants of defaults, checks and bounds are printed in the words of the session.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            timezone              | America/New_York | Asia/Kolkata
            bytea_output          | escape           | hex
            intervalstyle         | sql_standard     | iso_8601
            datestyle             | SQL, DMY         | German
            extra_float_digits    | -15              | 3
            quote_all_identifiers | on               | off
            """)
    void settings_that_shape_text_make_no_difference(String setting, String here, String there) throws Exception {
        execute(admin, "ALTER DATABASE harbour SET %s = '%s'".formatted(setting, here));
        execute(admin, "ALTER DATABASE copy SET %s = '%s'".formatted(setting, there));
        try (var archive = dump("harbour")) {
            var compared = compare(archive, "copy", SAME_MAJOR);

            assertThat(compared.report().differences()).isEmpty();
            assertThat(compared.notes().shown()).isEmpty();
        } finally {
            execute(admin, "ALTER DATABASE harbour RESET " + setting);
        }
    }

    @ParameterizedTest
    @MethodSource("planted")
    void a_difference_is_found(String planted) throws Exception {
        execute("copy", planted);

        assertThat(compare(SAME_MAJOR).report().differences()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("someOfThem")
    void a_difference_is_found_between_two_major_versions(String planted) throws Exception {
        execute("copy", planted);

        assertThat(compare(ANOTHER_MAJOR).report().differences()).isNotEmpty();
    }

    @Test
    void both_definitions_are_shown_in_the_target_s_words() throws Exception {
        execute("copy", "ALTER POLICY mine ON boat USING (s IN ('a', 'z'))");

        assertThat(compare(SAME_MAJOR).report().differences()).singleElement().satisfies(difference -> {
            assertThat(difference.object()).isEqualTo("policy public boat mine");
            assertThat(difference.source()).contains("'a'", "'b'").doesNotContain("'z'");
            assertThat(difference.target()).contains("'a'", "'z'").doesNotContain("'b'");
        });
    }

    @Test
    void who_may_not_create_a_database_is_told_what_was_not_compared() throws Exception {
        execute(admin, "CREATE ROLE reader LOGIN; GRANT pg_read_all_data TO reader");
        user = "reader";

        var compared = compare(SAME_MAJOR);

        assertThat(compared.report().differences()).isEmpty();
        assertThat(compared.notes().shown())
                .singleElement()
                .satisfies(note -> assertThat(note.message()).contains("index public part", "permission denied"))
                .extracting(Finding::code)
                .isEqualTo("PGC2008");
        execute(admin, "DROP ROLE reader");
    }

    /// Random conditions on columns of types whose literals PostgreSQL prints with casts.
    @Test
    void two_hundred_random_tables_with_checks_indexes_and_views_have_no_difference() throws Exception {
        execute(admin, "CREATE DATABASE random_source TEMPLATE template0");
        execute(admin, "CREATE DATABASE random_copy TEMPLATE template0");
        var random = new Random(7);
        var script = new StringBuilder();
        for (var number = 0; number < 200; number++) {
            script.append("""
                    CREATE TABLE t%1$d (v varchar, c char(3), n numeric(9,2), d date, b bytea, i interval, a varchar[], CHECK (%2$s));
                    CREATE INDEX ON t%1$d (n) WHERE %3$s;
                    CREATE VIEW v%1$d AS SELECT v, %4$s AS x FROM t%1$d UNION ALL SELECT NULL, %5$s FROM t%1$d;
                    """.formatted(
                    number, condition(random, 2), condition(random, 1), condition(random, 2), condition(random, 1)));
        }
        execute("random_source", script.toString());
        try (var archive = dump("random_source")) {
            execute("random_copy", archive.script(archive.entries(), _ -> true));

            assertThat(compare(archive, "random_copy", SAME_MAJOR).report().differences())
                    .isEmpty();
        }
        execute(admin, "DROP DATABASE random_source");
        execute(admin, "DROP DATABASE random_copy");
    }

    private static String condition(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 8 : 11)) {
            case 0 -> "v IN ('a', 'b')";
            case 1 -> "c IN ('x', 'y', 'z')";
            case 2 -> "n BETWEEN 1 AND 2.5";
            case 3 -> "d > '2024-02-29'";
            case 4 -> "b <> '\\x00ff'";
            case 5 -> "i < '1 day 02:03'";
            case 6 -> "a && '{p,q}'";
            case 7 -> "v LIKE 'a%' COLLATE \"C\"";
            case 8 -> "NOT (" + condition(random, depth - 1) + ")";
            case 9 -> "(" + condition(random, depth - 1) + " OR " + condition(random, depth - 1) + ")";
            default -> "coalesce(" + condition(random, depth - 1) + ", " + condition(random, depth - 1) + ")";
        };
    }

    private DatabaseLog compare(int sourceMajor) throws Exception {
        return compare(harbour, "copy", sourceMajor);
    }

    private DatabaseLog compare(SchemaArchive archive, String copy, int sourceMajor) throws Exception {
        var log = new DatabaseLog(copy);
        try (var maintenance = server.getDatabase(user, "postgres").getConnection();
                var target = server.getDatabase(user, copy).getConnection()) {
            var schema = new TargetSchema(request(), TOOLS, CONNECTOR, log);
            var found = schema.read(target, Optional.empty()).orElseThrow();
            var major = sourceMajor == SAME_MAJOR ? target.getMetaData().getDatabaseMajorVersion() : sourceMajor;
            schema.compare(
                    archive,
                    archive.entries(),
                    found,
                    major,
                    target,
                    () -> ScratchDatabase.create(
                            CONNECTOR,
                            endpoint(),
                            ID,
                            "comparison",
                            "pgconvoy_comparing",
                            target,
                            sql -> execute(maintenance, sql)));
        }
        return log;
    }

    private MigrationRequest request() {
        return Fixtures.aRequest().id(ID).to(endpoint()).databases("copy").build();
    }

    private ServerEndpoint endpoint() {
        return new ServerEndpoint("localhost", server.getPort(), user, Optional.empty(), SslMode.PREFER, "postgres");
    }

    private static SchemaArchive dump(String database) throws InterruptedException {
        return SchemaArchive.dump(
                TOOLS,
                CONNECTOR,
                ServerSide.SOURCE,
                new ServerEndpoint(
                        "localhost", server.getPort(), "postgres", Optional.empty(), SslMode.PREFER, "postgres"),
                database,
                ID,
                Optional.empty());
    }

    private static List<String> databases() throws SQLException {
        try (var statement = admin.createStatement();
                var row = statement.executeQuery(
                        "SELECT string_agg(datname, ',') FROM pg_database WHERE NOT datistemplate")) {
            row.next();
            return Stream.of(row.getString(1).split(",")).toList();
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream file = TargetSchemaIT.class.getResourceAsStream("/schema-comparison/" + name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void execute(String database, String sql) throws SQLException {
        try (var session = server.getDatabase("postgres", database).getConnection()) {
            execute(session, sql);
        }
    }

    private static void execute(Connection session, String sql) throws SQLException {
        try (var statement = session.createStatement()) {
            statement.execute(sql);
        }
    }
}
