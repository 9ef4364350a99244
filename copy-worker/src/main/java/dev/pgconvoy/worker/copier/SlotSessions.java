package dev.pgconvoy.worker.copier;

import dev.pgconvoy.copy.Work;
import dev.pgconvoy.event.CopyTask;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.postgres.OwnSchema;
import dev.pgconvoy.secret.ServerSide;
import dev.pgconvoy.worker.SearchPath;
import dev.pgconvoy.worker.WorkerSql;
import dev.pgconvoy.worker.catalog.UsersSearchPaths;
import dev.pgconvoy.worker.copier.SessionPool.Pair;
import dev.pgconvoy.worker.lead.LeadTerm;
import dev.pgconvoy.worker.lead.SessionName;
import dev.pgconvoy.worker.snapshot.SnapshotImport;
import dev.pgconvoy.worker.wire.WireSession;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/// The two sessions of a slot's task, taken from the pool and given back to it. The
/// source's stays inside the snapshot, but for questions about the catalog.
final class SlotSessions implements AutoCloseable {

    private static final String TUNE = WorkerSql.read("copier/tune");

    private final SessionPool pool;
    private volatile @Nullable Pair pair;
    private volatile boolean broken;

    SlotSessions(SessionPool pool) {
        this.pool = pool;
    }

    /// Takes sessions that fit the task, unless the slot has them.
    void prepare(CopyTask task) {
        var held = pair;
        if (held == null || !held.fits(task)) {
            giveBack();
            hold(pool.take(task));
        }
    }

    private synchronized void hold(Pair taken) {
        pair = taken;
        broken = false;
    }

    private Pair prepared(CopyTask task) {
        prepare(task);
        return Objects.requireNonNull(pair);
    }

    /// Inside the snapshot.
    WireSession source(CopyTask task) throws SQLException {
        var held = prepared(task);
        var open = held.source();
        if (open == null) {
            open = WireSession.open(
                    pool.connector(), ServerSide.SOURCE, task.source(), task.database(), task.id(), "copier");
            held.source(open);
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
        var held = prepared(task);
        var open = held.target();
        if (open == null) {
            open = WireSession.open(
                    pool.connector(),
                    ServerSide.TARGET,
                    task.target(),
                    task.database(),
                    task.id(),
                    SessionName.of("copier", new LeadTerm(task.id(), task.requestHash(), task.epoch())));
            held.target(open);
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
        return pool.connector()
                .open(ServerSide.TARGET, task.target(), task.target().maintenanceDatabase(), task.id(), "index builds");
    }

    /// In a database of no known encoding text is any bytes; those that are not UTF-8 would be refused.
    private static void passBytesAsTheyAre(WireSession session) throws SQLException {
        var encoding = session.jdbc().unwrap(PGConnection.class).getParameterStatus("server_encoding");
        if ("SQL_ASCII".equals(encoding)) {
            session.run(List.of("SET client_encoding = 'SQL_ASCII'"));
        }
    }

    /// Breaks both sessions from another thread, whatever they wait for. No other
    /// task gets them.
    void abort() {
        breakOff().ifPresent(Pair::abort);
    }

    /// The same, without waiting; and the servers end what they do for us.
    ///
    /// @return whether a session was there
    boolean cancel() {
        var held = breakOff();
        held.ifPresent(open -> Thread.ofVirtual().name("cancel-task").start(open::cancel));
        return held.isPresent();
    }

    private synchronized Optional<Pair> breakOff() {
        var held = Optional.<@Nullable Pair>ofNullable(pair).filter(Pair::isOpen);
        broken |= held.isPresent();
        return held;
    }

    /// The task has ended well.
    void giveBack() {
        release(false);
    }

    /// The task has failed: whatever was begun in the sessions ends with them.
    void discard() {
        release(true);
    }

    private void release(boolean failed) {
        var held = pair;
        if (held == null) {
            return;
        }
        if (letGo() || failed) {
            pool.discard(held);
        } else {
            pool.giveBack(held);
        }
    }

    /// @return whether somebody has broken them
    private synchronized boolean letGo() {
        pair = null;
        return broken;
    }

    /// Also those of migrations that are paused.
    void closeIdle(Predicate<MigrationId> paused) {
        pool.closeIdle(paused);
    }

    @Override
    public void close() {
        discard();
        pool.close();
    }
}
