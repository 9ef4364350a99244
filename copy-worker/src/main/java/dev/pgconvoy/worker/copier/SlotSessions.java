package dev.pgconvoy.worker.copier;

import dev.pgconvoy.copy.Work;
import dev.pgconvoy.event.CopyTask;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.failure.ServerErrorText;
import dev.pgconvoy.postgres.OwnSchema;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.secret.ServerSide;
import dev.pgconvoy.worker.SearchPath;
import dev.pgconvoy.worker.WorkerSql;
import dev.pgconvoy.worker.catalog.UsersSearchPaths;
import dev.pgconvoy.worker.lead.LeadTerm;
import dev.pgconvoy.worker.lead.SessionName;
import dev.pgconvoy.worker.snapshot.SnapshotImport;
import dev.pgconvoy.worker.wire.WireSession;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/// The two sessions of a slot, kept from task to task while they fit and closed when idle. The source's
/// stays inside the snapshot, but for questions about the catalog.
final class SlotSessions implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(SlotSessions.class);
    private static final Duration IDLE = Duration.ofSeconds(3);
    private static final String TUNE = WorkerSql.read("copier/tune");

    private record Key(String migration, String database, int epoch, String snapshot) {}

    private final ServerConnector connector;
    private @Nullable Key key;
    private volatile @Nullable WireSession source;
    private volatile @Nullable WireSession target;
    private long usedAtNanos;

    SlotSessions(ServerConnector connector) {
        this.connector = connector;
    }

    /// Makes the sessions fit the task.
    void prepare(CopyTask task) throws SQLException {
        var wanted = new Key(task.id().toString(), task.database(), task.epoch(), task.snapshot());
        if (!wanted.equals(key)) {
            close();
            key = wanted;
        }
        usedAtNanos = System.nanoTime();
    }

    /// Inside the snapshot.
    WireSession source(CopyTask task) throws SQLException {
        var open = source;
        if (open == null) {
            open = WireSession.open(connector, ServerSide.SOURCE, task.source(), task.database(), task.id(), "copier");
            source = open;
            open.jdbc().setAutoCommit(false);
            SnapshotImport.begin(open.jdbc());
            SnapshotImport.into(open.jdbc(), task.snapshot());
            passBytesAsTheyAre(open);
        }
        return open;
    }

    /// A question to the source of now.
    interface Question<R> {
        R ask(Connection source) throws SQLException;
    }

    /// Leaves the snapshot for a question about the catalog, and enters it again: the planner reads the catalog of now,
    /// which the snapshot does not show.
    ///
    /// @throws MigrationException SNAPSHOT_LOST when nobody holds the snapshot any more
    <R> R outsideSnapshot(CopyTask task, Question<R> question) throws SQLException {
        var open = source(task).jdbc();
        open.commit();
        var answer = question.ask(open);
        open.commit();
        SnapshotImport.begin(open);
        SnapshotImport.into(open, task.snapshot());
        return answer;
    }

    /// The search paths of the source's own sessions, as far as the target has them.
    List<SearchPath> usersPaths(CopyTask task) throws SQLException {
        var paths = UsersSearchPaths.of(source(task).jdbc(), target(task).jdbc());
        target(task).jdbc().rollback();
        return paths;
    }

    /// Without auto-commit.
    WireSession target(CopyTask task) throws SQLException {
        var open = target;
        if (open == null) {
            open = WireSession.open(
                    connector,
                    ServerSide.TARGET,
                    task.target(),
                    task.database(),
                    task.id(),
                    SessionName.of("copier", new LeadTerm(task.id(), task.requestHash(), task.epoch())));
            target = open;
            if (!(task.work() instanceof Work.VerifyTables verify) || verify.recorded()) {
                OwnSchema.LEDGER.requireOurs(open.jdbc()); // the database's owner may have put another in its place
            }
            open.jdbc().setAutoCommit(false);
            try (var statement = open.jdbc().createStatement()) {
                statement.execute(TUNE);
            }
            passBytesAsTheyAre(open);
            open.jdbc().commit();
        }
        return open;
    }

    /// Another session at the same server, for questions while the target's own is busy; whoever asks for it closes it.
    Connection besides(CopyTask task) {
        return connector.open(
                ServerSide.TARGET, task.target(), task.target().maintenanceDatabase(), task.id(), "index builds");
    }

    /// In a database of no known encoding text is any bytes; those that are not UTF-8 would be refused.
    private static void passBytesAsTheyAre(WireSession session) throws SQLException {
        var encoding = session.jdbc().unwrap(PGConnection.class).getParameterStatus("server_encoding");
        if ("SQL_ASCII".equals(encoding)) {
            session.run(List.of("SET client_encoding = 'SQL_ASCII'"));
        }
    }

    /// Breaks both sessions from another thread, whatever they wait for.
    void abort() {
        var reading = source;
        if (reading != null) {
            reading.abort();
        }
        var writing = target;
        if (writing != null) {
            writing.abort();
        }
    }

    void closeWhenIdle() {
        if (key != null && System.nanoTime() - usedAtNanos > IDLE.toNanos()) {
            close();
        }
    }

    @Override
    public void close() {
        key = null;
        close(source);
        close(target);
        source = null;
        target = null;
    }

    private static void close(@Nullable WireSession session) {
        if (session != null) {
            try {
                Objects.requireNonNull(session).close();
            } catch (SQLException e) {
                LOG.debugf("closing a session: %s", ServerErrorText.of(e));
            }
        }
    }
}
