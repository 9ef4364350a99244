package dev.pgconvoy.preflight.infrastructure;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// Sessions in the databases of one server, lent to one check at a time and kept for the next: a login takes longer
/// than most questions. Never more than a few at once, whatever the number of databases; who wants one more waits.
final class DatabaseSessions implements AutoCloseable {

    static final int MOST = 2;

    interface Opening {
        JdbcSession open(String database, DatabaseSessions owner) throws SQLException;
    }

    private final Opening opening;
    private final Deque<JdbcSession> idle = new ArrayDeque<>();
    private int open;
    private boolean closed;

    DatabaseSessions(Opening opening) {
        this.opening = opening;
    }

    JdbcSession take(String database) throws SQLException {
        var kept = keptOrPlace(database);
        if (kept.isPresent()) {
            return kept.get();
        }
        try {
            return opening.open(database, this);
        } catch (SQLException | RuntimeException e) {
            forget();
            throw e;
        }
    }

    /// An idle session in it, or empty when there is a place for a new one now.
    private synchronized Optional<JdbcSession> keptOrPlace(String database) throws SQLException {
        while (true) {
            for (var session : idle) {
                if (session.isIn(database)) {
                    idle.remove(session);
                    return Optional.of(session);
                }
            }
            if (open < MOST) {
                open++;
                return Optional.empty();
            }
            if (!idle.isEmpty()) {
                idle.removeFirst().end();
                return Optional.empty();
            }
            await();
        }
    }

    private void await() throws SQLException {
        try {
            wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted while waiting for a session", e);
        }
    }

    synchronized void giveBack(JdbcSession session) {
        if (session.isUsable() && !closed) {
            idle.add(session);
        } else {
            session.end();
            open--;
        }
        notifyAll();
    }

    private synchronized void forget() {
        open--;
        notifyAll();
    }

    /// What is still lent is ended when it is given back.
    @Override
    public synchronized void close() {
        closed = true;
        idle.forEach(JdbcSession::end);
        idle.clear();
    }
}
