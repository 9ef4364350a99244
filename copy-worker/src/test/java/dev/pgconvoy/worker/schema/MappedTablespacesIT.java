package dev.pgconvoy.worker.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.Report.Difference;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// A schema of a real server whose tables and indexes lie in tablespaces, made again in another database.
class MappedTablespacesIT {

    private static final MigrationId ID = MigrationId.parse("target/tablespaces");

    @Test
    void what_lies_in_a_mapped_tablespace_is_made_in_the_other_one_and_the_rest_is_told() throws Exception {
        try (var server = FreshPostgres.start(Map.of("allow_in_place_tablespaces", "on"));
                var source = server.getPostgresDatabase().getConnection()) {
            for (var name : new String[] {"fast", "slow", "\"Solid State\""}) {
                execute(source, "CREATE TABLESPACE %s LOCATION ''".formatted(name));
            }
            execute(source, """
                    CREATE TABLE "Orders" (id int PRIMARY KEY USING INDEX TABLESPACE fast, note text) TABLESPACE fast;
                    CREATE INDEX notes ON "Orders" (note) TABLESPACE fast;
                    CREATE MATERIALIZED VIEW ids TABLESPACE fast AS SELECT id FROM "Orders";
                    CREATE TABLE parted (id int) PARTITION BY RANGE (id) TABLESPACE fast;
                    CREATE TABLE part PARTITION OF parted DEFAULT TABLESPACE fast;
                    CREATE TABLE old (id int) TABLESPACE slow;
                    CREATE TABLE plain (id int PRIMARY KEY);
                    """);
            execute(source, "CREATE DATABASE copy");
            var mapped = new MappedTablespaces(Map.of("fast", "Solid State"));

            try (var archive = dump(server);
                    var copy = server.getDatabase("postgres", "copy").getConnection()) {
                var pieces = SchemaPieces.of(archive.entries());
                execute(copy, archive.script(pieces.preData(), _ -> true));
                mapped.moves(pieces.preData()).forEach(move -> unchecked(copy, move));
                mapped.of(pieces).builds().forEach(build -> unchecked(copy, build.definition()));

                assertThat(tablespaces(copy))
                        .containsOnly(
                                Map.entry("Orders", "Solid State"),
                                Map.entry("Orders_pkey", "Solid State"),
                                Map.entry("notes", "Solid State"),
                                Map.entry("ids", "Solid State"),
                                Map.entry("parted", "Solid State"),
                                Map.entry("part", "Solid State"));
                assertThat(mapped.notes(archive.entries()))
                        .singleElement()
                        .extracting(Finding::code, Finding::object)
                        .containsExactly("PGC1641", "tablespace \"slow\"");
            }
        }
    }

    @Test
    void what_lies_elsewhere_than_the_request_says_is_a_difference() throws Exception {
        try (var server = FreshPostgres.start(Map.of("allow_in_place_tablespaces", "on"));
                var session = server.getPostgresDatabase().getConnection()) {
            for (var name : new String[] {"fast", "slow"}) {
                execute(session, "CREATE TABLESPACE %s LOCATION ''".formatted(name));
            }
            execute(session, """
                    CREATE TABLE moved (id int PRIMARY KEY USING INDEX TABLESPACE fast, note text) TABLESPACE fast;
                    CREATE INDEX notes ON moved (note) TABLESPACE fast;
                    CREATE TABLE free (id int PRIMARY KEY) TABLESPACE slow;
                    CREATE TABLE plain (id int);
                    """);

            try (var archive = dump(server)) {
                execute(session, "ALTER TABLE moved SET TABLESPACE pg_default; ALTER INDEX notes SET TABLESPACE slow");
                execute(session, "ALTER TABLE free SET TABLESPACE fast; ALTER TABLE plain SET TABLESPACE slow");
                try (var now = dump(server)) {
                    assertThat(differences(Map.of("fast", "fast"), archive, now, session))
                            .containsExactlyInAnyOrder(
                                    new Difference("table public moved", "tablespace", "fast", "pg_default"),
                                    new Difference("index public notes", "tablespace", "fast", "slow"));
                    assertThat(differences(Map.of("fast", "pg_default"), archive, now, session))
                            .containsExactlyInAnyOrder(
                                    new Difference("index public notes", "tablespace", "pg_default", "slow"),
                                    new Difference(
                                            "constraint public moved moved_pkey", "tablespace", "pg_default", "fast"));
                    assertThat(differences(Map.of(), archive, now, session)).isEmpty();
                }
            }
        }
    }

    private static List<Difference> differences(
            Map<String, String> mapped, SchemaArchive expected, SchemaArchive found, Connection session)
            throws SQLException {
        return new MappedTablespaces(mapped).differences(expected.entries(), found.entries(), session);
    }

    private static Map<String, String> tablespaces(Connection session) throws SQLException {
        try (var statement = session.createStatement();
                var rows = statement.executeQuery("""
                        SELECT c.relname, t.spcname FROM pg_class AS c JOIN pg_tablespace AS t ON t.oid = c.reltablespace
                        WHERE c.oid >= 16384 AND c.relkind <> 't' AND c.relnamespace = 'public'::regnamespace""")) {
            var found = new TreeMap<String, String>();
            while (rows.next()) {
                found.put(rows.getString(1), rows.getString(2));
            }
            return found;
        }
    }

    private static void unchecked(Connection session, String sql) {
        try {
            execute(session, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private static void execute(Connection session, String sql) throws SQLException {
        try (var statement = session.createStatement()) {
            statement.execute(sql);
        }
    }

    private static SchemaArchive dump(EmbeddedPostgres server) throws InterruptedException {
        return SchemaArchive.dump(
                PgTools.find(Optional.empty()),
                new ServerConnector(new SecretResolver(Optional.empty()), Duration.ofSeconds(10)),
                ServerSide.SOURCE,
                new ServerEndpoint(
                        "localhost", server.getPort(), "postgres", Optional.empty(), SslMode.PREFER, "postgres"),
                "postgres",
                ID,
                Optional.empty());
    }
}
