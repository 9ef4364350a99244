package dev.pgconvoy.worker.copier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.copy.Work;
import dev.pgconvoy.event.CopyTask;
import dev.pgconvoy.event.TaskResult;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.postgres.FreshPostgres;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.secret.SecretResolver;
import dev.pgconvoy.worker.lead.LeadTerm;
import dev.pgconvoy.worker.ledger.CopyOrigin;
import dev.pgconvoy.worker.ledger.Fence;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Databases of an encoding with bytes that have no equivalent in UTF-8.
class OldEncodingIT {

    private static final MigrationId ID = MigrationId.parse("target/encodings");
    private static final TableName TABLE = new TableName("public", "Bücher");
    private static EmbeddedPostgres source;
    private static EmbeddedPostgres target;
    private final SlotSessions sessions =
            new SlotSessions(new ServerConnector(new SecretResolver(Optional.empty()), Duration.ofSeconds(10)));

    @BeforeAll
    static void startServers() throws IOException {
        source = FreshPostgres.start();
        target = FreshPostgres.start();
    }

    @AfterAll
    static void stopServers() throws IOException {
        source.close();
        target.close();
    }

    private static Connection create(EmbeddedPostgres server, String encoding) throws SQLException {
        try (var admin = server.getPostgresDatabase().getConnection()) {
            execute(admin, "DROP DATABASE IF EXISTS old WITH (FORCE)");
            execute(
                    admin,
                    "CREATE DATABASE old TEMPLATE template0 ENCODING '%s' LC_COLLATE 'C' LC_CTYPE 'C'"
                            .formatted(encoding));
        }
        var session = server.getDatabase("postgres", "old").getConnection();
        execute(session, "CREATE TABLE \"Bücher\" (id int, titel text)");
        return session;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void bytes_without_an_equivalent_pass_as_they_are_and_are_compared(boolean binary) throws Exception {
        try (var old = create(source, "WIN1252");
                var copy = create(target, "WIN1252")) {
            execute(old, "INSERT INTO \"Bücher\" VALUES (1, chr(129) || chr(228) || chr(157)), (2, 'ä')");
            Fence.create(copy, new LeadTerm(ID, "a-hash", 1), new CopyOrigin("system 1 database 5 old", "all"), "");

            var copied = run(exported(old), new Work.CopyTables(List.of(copyOf(binary)), List.of()));
            var compared = run(exported(old), new Work.VerifyTables(List.of(check()), false));

            assertThat(copied.getFirst().rows()).isEqualTo(2);
            assertThat(bytes(copy)).isEqualTo(bytes(old)).contains("81e49d");
            assertThat(compared.getFirst().targetChecksum())
                    .isEqualTo(compared.getFirst().sourceChecksum());
        } finally {
            sessions.close();
        }
    }

    @Test
    void so_are_rows_that_are_compared_as_a_stream() throws Exception {
        try (var old = create(source, "WIN1252");
                var copy = create(target, "WIN1252")) {
            execute(old, "INSERT INTO \"Bücher\" VALUES (1, chr(129)), (2, 'ä')");
            execute(copy, "INSERT INTO \"Bücher\" VALUES (2, 'ä'), (1, chr(141))");
            var task = task(exported(old), new Work.VerifyTables(List.of(check()), false));
            sessions.prepare(task);

            var other = RowStreamVerifier.verify(check(), sessions.source(task), sessions.target(task));
            execute(copy, "UPDATE \"Bücher\" SET titel = chr(129) WHERE id = 1");
            var same = RowStreamVerifier.verify(check(), sessions.source(task), sessions.target(task));

            assertThat(other.targetChecksum()).isNotEqualTo(other.sourceChecksum());
            assertThat(same.targetChecksum()).isEqualTo(same.sourceChecksum());
        } finally {
            sessions.close();
        }
    }

    @Test
    void another_encoding_on_the_target_is_converted_to() throws Exception {
        try (var old = create(source, "WIN1252");
                var copy = create(target, "UTF8")) {
            execute(old, "INSERT INTO \"Bücher\" VALUES (2, 'ä')");
            Fence.create(copy, new LeadTerm(ID, "a-hash", 1), new CopyOrigin("system 1 database 5 old", "all"), "");

            run(exported(old), new Work.CopyTables(List.of(copyOf(true)), List.of()));

            assertThat(bytes(copy)).isEqualTo("c3a4");
        } finally {
            sessions.close();
        }
    }

    private static Work.TableCopy copyOf(boolean binary) {
        return new Work.TableCopy(TABLE, TABLE, List.of("id", "titel"), binary, false, Optional.empty(), 8_192);
    }

    private static Work.TableCheck check() {
        var fields = List.of(
                new Work.DigestField("id", Work.FieldForm.VALUE),
                new Work.DigestField("titel", Work.FieldForm.TEXT_VALUE));
        return new Work.TableCheck(
                TABLE, false, Optional.of(new Work.Digest(Work.Hash.RECORD, false, fields)), Optional.empty());
    }

    private List<TaskResult.UnitResult> run(String snapshot, Work work) {
        var outcome = new TaskRunner(sessions, new IndexBuilds()).run(task(snapshot, work), new CopyMeter());
        assertThat(outcome).isInstanceOf(TaskResult.Done.class);
        return ((TaskResult.Done) outcome).units();
    }

    private static CopyTask task(String snapshot, Work work) {
        return new CopyTask(
                "copy#0", "a-run", ID, "a-hash", 1, "old", endpoint(source), endpoint(target), snapshot, work);
    }

    private static ServerEndpoint endpoint(EmbeddedPostgres server) {
        return new ServerEndpoint(
                "localhost", server.getPort(), "postgres", Optional.empty(), SslMode.DISABLE, "postgres");
    }

    private static String exported(Connection holder) throws SQLException {
        if (!holder.getAutoCommit()) {
            holder.commit();
        }
        holder.setAutoCommit(false);
        try (var statement = holder.createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
            try (var row = statement.executeQuery("SELECT pg_export_snapshot()")) {
                row.next();
                return row.getString(1);
            }
        }
    }

    private static void execute(Connection session, String sql) throws SQLException {
        try (var statement = session.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String bytes(Connection session) throws SQLException {
        try (var statement = session.createStatement();
                var row = statement.executeQuery(
                        "SELECT string_agg(encode(convert_to(titel, getdatabaseencoding()), 'hex'), ',' ORDER BY id) FROM \"Bücher\"")) {
            row.next();
            return row.getString(1);
        }
    }
}
