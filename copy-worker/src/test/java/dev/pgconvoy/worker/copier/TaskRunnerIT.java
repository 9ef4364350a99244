package dev.pgconvoy.worker.copier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.pgconvoy.copy.Work;
import dev.pgconvoy.event.CopyTask;
import dev.pgconvoy.event.TaskResult;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.secret.AllowedReferences;
import dev.pgconvoy.secret.SecretRef;
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
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TaskRunnerIT {

    private static final MigrationId ID = MigrationId.parse("target/tasks");
    private static EmbeddedPostgres source;
    private static EmbeddedPostgres target;

    private final AtomicBoolean broken = new AtomicBoolean(true);
    private final SlotSessions sessions = new SlotSessions(new ServerConnector(
            new SecretResolver(
                    Optional.empty(), new AllowedReferences(List.of("SOURCE"), List.of()), _ -> passwordOrFault()),
            Duration.ofSeconds(10)));
    private final TaskRunner runner = new TaskRunner(sessions);

    @BeforeAll
    static void startServers() throws IOException {
        source = EmbeddedPostgres.start();
        target = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stopServers() throws IOException {
        source.close();
        target.close();
    }

    private String passwordOrFault() {
        if (broken.get()) {
            throw new IllegalStateException("a fault of ours");
        }
        return "any";
    }

    @Test
    void after_a_fault_of_ours_the_same_slot_does_the_task_anew() throws SQLException {
        try (var holder = source.getPostgresDatabase().getConnection();
                var conductor = target.getPostgresDatabase().getConnection()) {
            execute(holder, "CREATE TABLE parcel AS SELECT generate_series(1, 100) AS id");
            execute(conductor, "CREATE TABLE parcel (id integer)");
            Fence.create(
                    conductor, new LeadTerm(ID, "a-hash", 7), new CopyOrigin("system 1 database 5 postgres", "all"));
            var task = copy(exported(holder));
            assertThatIllegalStateException().isThrownBy(() -> runner.run(task, new CopyMeter()));

            broken.set(false);
            var outcome = runner.run(task, new CopyMeter());

            assertThat(outcome).isInstanceOf(TaskResult.Done.class);
            assertThat(((TaskResult.Done) outcome).units().getFirst().rows()).isEqualTo(100);
            assertThat(count(conductor)).isEqualTo(100);
        } finally {
            sessions.close();
        }
    }

    private static CopyTask copy(String snapshot) {
        var table = new TableName("public", "parcel");
        return new CopyTask(
                "copy#0",
                "a-run",
                ID,
                "a-hash",
                7,
                "postgres",
                new ServerEndpoint(
                        "localhost",
                        source.getPort(),
                        "postgres",
                        Optional.of(new SecretRef.Env("SOURCE")),
                        SslMode.DISABLE,
                        "postgres"),
                new ServerEndpoint(
                        "localhost", target.getPort(), "postgres", Optional.empty(), SslMode.DISABLE, "postgres"),
                snapshot,
                new Work.CopyTables(
                        List.of(new Work.TableCopy(table, table, List.of("id"), true, false, Optional.empty(), 8_192)),
                        List.of()));
    }

    private static String exported(Connection holder) throws SQLException {
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

    private static long count(Connection session) throws SQLException {
        try (var statement = session.createStatement();
                var row = statement.executeQuery("SELECT count(*) FROM parcel")) {
            row.next();
            return row.getLong(1);
        }
    }
}
