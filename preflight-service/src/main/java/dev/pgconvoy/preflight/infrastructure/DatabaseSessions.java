package dev.pgconvoy.preflight.infrastructure;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Sessions in the databases of one server, lent to one check at a time and kept for the next: a login takes longer
/// than most questions. Never more than a few at once, whatever the number of databases; who wants one more waits. A
/// session makes room for another database only when nobody waits for its own, so that checks that go through all
/// databases stay together, and each database is logged into a few times instead of once for each check.
final class DatabaseSessions implements AutoCloseable {

    /// With the first session of both servers these are eight connections.
    static final int MOST = 3;

    /// Who waits for the one session in a database gets it soon, or a second one.
    private static final Duration PATIENCE = Duration.ofMillis(50);

    interface Opening {
        JdbcSession open(String database, DatabaseSessions owner) throws SQLException;
    }

    private final Opening opening;
    private final Deque<JdbcSession> idle = new ArrayDeque<>();

    /// How many are lent, by their database.
    private final Map<String, Integer> lent = new HashMap<>();

    /// How many wait for a session, by its database.
    private final Map<String, Integer> waiting = new HashMap<>();

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
            forget(database);
            throw e;
        }
    }

    /// An idle session in it, or empty when there is a place for a new one now.
    private synchronized Optional<JdbcSession> keptOrPlace(String database) throws SQLException {
        var began = System.nanoTime();
        while (true) {
            var kept = idle.stream().filter(session -> session.isIn(database)).findFirst();
            if (kept.isPresent()) {
                idle.remove(kept.get());
                lent.merge(database, 1, Integer::sum);
                return kept;
            }
            var isPatient = lent.containsKey(database) && System.nanoTime() - began < PATIENCE.toNanos();
            if (!isPatient && makePlace()) {
                open++;
                lent.merge(database, 1, Integer::sum);
                return Optional.empty();
            }
            await(database);
        }
    }

    private boolean makePlace() {
        return open < MOST || endOneThatNobodyWantsNow();
    }

    private boolean endOneThatNobodyWantsNow() {
        for (var session : idle) {
            if (waiting.keySet().stream().noneMatch(session::isIn)) {
                idle.remove(session);
                session.end();
                open--;
                return true;
            }
        }
        return false;
    }

    private void await(String database) throws SQLException {
        waiting.merge(database, 1, Integer::sum);
        try {
            wait(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted while waiting for a session", e);
        } finally {
            less(waiting, database);
        }
    }

    synchronized void giveBack(JdbcSession session) {
        less(lent, session.database());
        if (session.isUsable() && !closed) {
            idle.add(session);
        } else {
            session.end();
            open--;
        }
        notifyAll();
    }

    private synchronized void forget(String database) {
        open--;
        less(lent, database);
        notifyAll();
    }

    private static void less(Map<String, Integer> counts, String database) {
        counts.computeIfPresent(database, (_, count) -> count == 1 ? null : count - 1);
    }

    /// What is still lent is ended when it is given back.
    @Override
    public synchronized void close() {
        closed = true;
        idle.forEach(JdbcSession::end);
        idle.clear();
    }
}
