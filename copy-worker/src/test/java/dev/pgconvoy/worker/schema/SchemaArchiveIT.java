package dev.pgconvoy.worker.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.postgres.FreshPostgres;
import dev.pgconvoy.postgres.PgTools;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.secret.SecretResolver;
import dev.pgconvoy.secret.ServerSide;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// The table of contents of a real archive, made by the pg_dump of this machine.
class SchemaArchiveIT {

    private static final MigrationId ID = MigrationId.parse("target/archive");

    @Test
    void the_archive_gives_the_ddl_and_what_it_depends_on() throws Exception {
        try (var server = FreshPostgres.start();
                var session = server.getPostgresDatabase().getConnection();
                var statement = session.createStatement()) {
            statement.execute("""
                    CREATE TABLE "odd ""name" (id int PRIMARY KEY, note text);
                    CREATE INDEX note_index ON "odd ""name" (note);
                    CREATE FUNCTION tricky() RETURNS text LANGUAGE sql AS $$
                    SELECT '
                    \\restrict x
                    -- TOC entry 1 (class 1 OID 1)
                    ' $$;
                    """);
            session.setAutoCommit(false);
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
            var snapshot = statement.executeQuery("SELECT pg_export_snapshot()");
            snapshot.next();

            try (var archive = dump(server, Optional.of(snapshot.getString(1)))) {
                var table = find(archive, "TABLE", "odd \"name");
                var index = find(archive, "INDEX", "note_index");
                var script = archive.script(SchemaPieces.of(archive.entries()).preData(), _ -> true);

                assertThat(index.definition()).contains("CREATE INDEX", "note_index");
                assertThat(index.dependencies()).contains(table.dumpId());
                assertThat(index.section()).isEqualTo(TocEntry.Section.POST_DATA);
                assertThat(script)
                        .contains("CREATE TABLE", "\\restrict x", "OWNER TO")
                        .doesNotContain("note_index")
                        .doesNotContain("\\unrestrict");
            }
        }
    }

    /// Whoever waits for a lock holds none: otherwise the change of the schema below would meet a deadlock.
    @Test
    void a_table_that_somebody_is_changing_is_waited_for_without_locks_on_others() throws Exception {
        try (var server = FreshPostgres.start();
                var changer = server.getPostgresDatabase().getConnection();
                var observer = server.getPostgresDatabase().getConnection();
                var statement = changer.createStatement()) {
            statement.execute("CREATE TABLE a (id int); CREATE TABLE b (id int)");
            changer.setAutoCommit(false);
            statement.execute("LOCK TABLE b IN ACCESS EXCLUSIVE MODE");
            var dumping = CompletableFuture.supplyAsync(() -> {
                try {
                    return dump(server, Optional.empty());
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            await().until(() -> isSomebodyWaiting(observer));

            statement.execute("ALTER TABLE a ADD COLUMN note text; ALTER TABLE b ADD COLUMN note text");
            changer.commit();

            try (var archive = dumping.get()) {
                assertThat(find(archive, "TABLE", "a").definition()).contains("note");
                assertThat(find(archive, "TABLE", "b").definition()).contains("note");
            }
        }
    }

    @Test
    void the_login_user_dumps_whatever_role_its_sessions_are_set_to() throws Exception {
        try (var server = FreshPostgres.start();
                var session = server.getPostgresDatabase().getConnection();
                var statement = session.createStatement()) {
            statement.execute("CREATE TABLE a (id int); CREATE ROLE powerless");
            statement.execute("ALTER ROLE postgres SET role = powerless");

            try (var archive = dump(server, Optional.empty())) {
                assertThat(find(archive, "TABLE", "a").owner()).isEqualTo("postgres");
            }
        }
    }

    private static boolean isSomebodyWaiting(Connection observer) throws SQLException {
        try (var statement = observer.createStatement();
                var row = statement.executeQuery("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")) {
            return row.next() && row.getBoolean(1);
        }
    }

    private static SchemaArchive dump(EmbeddedPostgres server, Optional<String> snapshot) throws InterruptedException {
        return SchemaArchive.dump(
                PgTools.find(Optional.empty()),
                new ServerConnector(new SecretResolver(Optional.empty()), Duration.ofSeconds(10)),
                ServerSide.SOURCE,
                new ServerEndpoint(
                        "localhost", server.getPort(), "postgres", Optional.empty(), SslMode.PREFER, "postgres"),
                "postgres",
                ID,
                snapshot);
    }

    private static TocEntry find(SchemaArchive archive, String kind, String tag) {
        return archive.entries().stream()
                .filter(entry -> entry.kind().equals(kind) && entry.tag().equals(tag))
                .findFirst()
                .orElseThrow();
    }
}
