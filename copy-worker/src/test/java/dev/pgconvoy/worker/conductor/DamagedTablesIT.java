package dev.pgconvoy.worker.conductor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationOption;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.postgres.FreshPostgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Tables of the source whose files are damaged, beside sound ones: the user's damage, not ours.
@Timeout(120)
class DamagedTablesIT {

    private static final int PAGE = 8_192;
    private static final byte[] GARBAGE =
            "no page".repeat(PAGE).substring(0, PAGE).getBytes(StandardCharsets.US_ASCII);
    private static final String TABLES = """
            CREATE TABLE orders (id int PRIMARY KEY, note text);
            INSERT INTO orders SELECT i, repeat('x', 200) FROM generate_series(1, 1000) AS i;
            CREATE TABLE prices (id int PRIMARY KEY);
            INSERT INTO prices SELECT generate_series(1, 100);
            CREATE TABLE letters (id int PRIMARY KEY, text text);
            ALTER TABLE letters ALTER COLUMN text SET STORAGE EXTERNAL;
            INSERT INTO letters SELECT i, repeat(md5(i::text), 1000) FROM generate_series(1, 10) AS i;
            """;

    @TempDir
    Path folder;

    private Path data;

    @BeforeEach
    void create() throws Exception {
        data = folder.resolve("data");
        try (var source = FreshPostgres.in(data).start()) {
            execute(source, "postgres", "CREATE DATABASE shop");
            execute(source, "shop", TABLES);
            execute(source, "shop", "CHECKPOINT");
        }
    }

    @Test
    void a_damaged_page_is_told_with_its_table_and_block() throws Exception {
        overwrite("'orders'", 7, GARBAGE);

        var failure = failure();

        assertThat(failure.code()).isEqualTo(FailureCode.DATA_REFUSED);
        assertThat(failure.object()).isEqualTo("public.orders");
        assertThat(failure.message())
                .startsWith("The source refused to read it: ")
                .contains("invalid page in block 7");
        assertThat(failure.remedy()).contains("damaged", "pg_amcheck");
    }

    /// A page of zeros is a new one to the server.
    @Test
    void so_is_a_long_value_that_is_gone() throws Exception {
        overwrite("(SELECT reltoastrelid FROM pg_class WHERE relname = 'letters')", 0, new byte[PAGE]);

        var failure = failure();

        assertThat(failure.code()).isEqualTo(FailureCode.DATA_REFUSED);
        assertThat(failure.object()).isEqualTo("public.letters");
        assertThat(failure.message()).contains("chunk number", "pg_toast");
        assertThat(failure.remedy()).contains("damaged", "pg_amcheck");
    }

    private void overwrite(String relation, long page, byte[] content) throws Exception {
        String file;
        try (var source = FreshPostgres.in(data).start()) {
            file = ask(source, "SELECT pg_relation_filepath(%s)".formatted(relation));
        }
        try (var open = new RandomAccessFile(data.resolve(file).toFile(), "rw")) {
            open.seek(page * PAGE);
            open.write(content);
        }
    }

    @Test
    void a_comparison_names_the_server_beside_the_table() throws Exception {
        overwrite("'orders'", 7, GARBAGE);
        try (var source = FreshPostgres.start();
                var target = FreshPostgres.in(data).start();
                var worker = new LocalWorker()) {
            execute(source, "postgres", "CREATE DATABASE shop");
            execute(source, "shop", TABLES);

            var end = worker.lead(request(source, target, MigrationOption.VERIFY));

            assertThat(end).isInstanceOfSatisfying(Observation.Failed.class, failed -> {
                assertThat(failed.failure().object()).isEqualTo("public.orders");
                assertThat(failed.failure().message())
                        .startsWith("The target refused to read it: ")
                        .contains("invalid page in block 7");
            });
        }
    }

    /// With the sound tables, as far as they do not need the damaged one.
    private Failure failure() throws Exception {
        try (var source = FreshPostgres.in(data).start();
                var target = FreshPostgres.start();
                var worker = new LocalWorker()) {
            var end = worker.lead(request(source, target, MigrationOption.VALIDATE_AND_MIGRATE));

            assertThat(ask(target, "SELECT count(*) FROM prices")).isEqualTo("100");
            assertThat(end).isInstanceOf(Observation.Failed.class);
            return ((Observation.Failed) end).failure();
        }
    }

    private static MigrationRequest request(EmbeddedPostgres source, EmbeddedPostgres target, MigrationOption option) {
        return Fixtures.aRequest()
                .id(MigrationId.parse("target/damaged"))
                .from(endpoint(source))
                .to(endpoint(target))
                .databases("shop")
                .option(option)
                .build();
    }

    private static ServerEndpoint endpoint(EmbeddedPostgres server) {
        return new ServerEndpoint(
                "localhost", server.getPort(), "postgres", Optional.empty(), SslMode.PREFER, "postgres");
    }

    private static String ask(EmbeddedPostgres server, String sql) throws SQLException {
        try (var session = server.getDatabase("postgres", "shop").getConnection();
                var statement = session.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private static void execute(EmbeddedPostgres server, String database, String sql) throws SQLException {
        try (var session = server.getDatabase("postgres", database).getConnection();
                var statement = session.createStatement()) {
            statement.execute(sql);
        }
    }
}
