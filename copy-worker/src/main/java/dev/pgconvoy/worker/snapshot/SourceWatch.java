package dev.pgconvoy.worker.snapshot;

import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.failure.ServerErrorText;
import java.sql.SQLException;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Looks at the source in a session of its own while rows are copied, and notices that the server was started again.
/// Whoever read in the snapshot has ended then, but may hear of it late: a slow line delivers first what it has taken.
/// The session that holds the snapshot is not asked: a frozen line would cost it.
public final class SourceWatch implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(SourceWatch.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final Duration PATIENCE_FOR_ANSWER = Duration.ofSeconds(5);

    private final String start;
    private final SourceSession.Opening opening;
    private final Duration betweenLooks;
    private final Thread thread;
    private volatile boolean startedAgain;

    private SourceWatch(String start, SourceSession.Opening opening, Duration betweenLooks) {
        this.start = start;
        this.opening = opening;
        this.betweenLooks = betweenLooks;
        this.thread = Thread.ofVirtual().name("source-watch").unstarted(this::watch);
    }

    /// @param open opens another session to the same database
    public static SourceWatch start(SourceSnapshot snapshot, SourceSnapshot.OpenSession open) throws SQLException {
        return start(SourceSession.of(snapshot.session()), () -> SourceSession.of(open.open()), BETWEEN_LOOKS);
    }

    static SourceWatch start(SourceSession holder, SourceSession.Opening opening, Duration betweenLooks)
            throws SQLException {
        var watch = new SourceWatch(SourceState.start(holder), opening, betweenLooks);
        watch.thread.start();
        return watch;
    }

    /// @throws MigrationException SNAPSHOT_LOST when the server was started again
    public void requireNotStartedAgain(String object) {
        if (startedAgain) {
            throw SnapshotImport.lost(object, "the source was started again.");
        }
    }

    private void watch() {
        try {
            @Nullable SourceSession session = null;
            try {
                while (!startedAgain) {
                    session = look(session);
                    Thread.sleep(betweenLooks);
                }
            } finally {
                end(session);
            }
        } catch (InterruptedException _) {
            // nobody wants to know any more
        }
    }

    /// @return the session for the next look, null when it has to be opened again
    private @Nullable SourceSession look(@Nullable SourceSession session) {
        var asked = session;
        try {
            if (asked == null) {
                asked = opening.open();
                asked.answerWithin(PATIENCE_FOR_ANSWER);
            }
            startedAgain = !SourceState.start(asked).equals(start);
            return asked;
        } catch (SQLException | MigrationException e) {
            LOG.debugf("the source cannot be looked at: %s", ServerErrorText.ofAny(e));
            end(asked);
            return null;
        }
    }

    private static void end(@Nullable SourceSession session) {
        try {
            if (session != null) {
                session.close();
            }
        } catch (SQLException e) {
            LOG.debugf("the end of a session: %s", ServerErrorText.of(e));
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        var interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
