package dev.pgconvoy.worker.copier;

import dev.pgconvoy.event.CopyTask;
import dev.pgconvoy.failure.ServerErrorText;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.worker.wire.WireSession;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/// The sessions of this process's slots while no task uses them. The next task of the same
/// database takes them, whichever slot it comes to: opening two sessions takes longer than
/// a small task. There are never more pairs, used and idle ones together, than slots.
public final class SessionPool implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(SessionPool.class);
    private static final Duration IDLE = Duration.ofSeconds(3);

    /// What two tasks must have in common to use the same sessions.
    record Key(MigrationId migration, String database, int epoch, String snapshot) {

        static Key of(CopyTask task) {
            return new Key(task.id(), task.database(), task.epoch(), task.snapshot());
        }
    }

    /// Each is opened when a task needs it.
    static final class Pair {

        private final Key key;
        private volatile @Nullable WireSession source;
        private volatile @Nullable WireSession target;

        Pair(Key key) {
            this.key = key;
        }

        boolean fits(CopyTask task) {
            return key.equals(Key.of(task));
        }

        boolean isOpen() {
            return source != null || target != null;
        }

        @Nullable
        WireSession source() {
            return source;
        }

        void source(WireSession opened) {
            source = opened;
        }

        @Nullable
        WireSession target() {
            return target;
        }

        void target(WireSession opened) {
            target = opened;
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

        /// The same, and the servers end what they do for us: one that computes does not
        /// look whether its client is still there.
        void cancel() {
            cancel(source);
            cancel(target);
        }

        private static void cancel(@Nullable WireSession session) {
            if (session == null) {
                return;
            }
            try {
                session.jdbc().unwrap(PGConnection.class).cancelQuery();
            } catch (SQLException e) {
                LOG.debugf("cancelling a query: %s", ServerErrorText.of(e));
            } finally {
                session.abort();
            }
        }

        private void close() {
            close(source);
            close(target);
        }

        private static void close(@Nullable WireSession session) {
            if (session != null) {
                try {
                    session.close();
                } catch (SQLException e) {
                    LOG.debugf("closing a session: %s", ServerErrorText.of(e));
                }
            }
        }
    }

    private record Idle(Pair pair, long sinceNanos) {}

    private final ServerConnector connector;
    private final int slots;
    private final LongSupplier nanoTime;
    private final Deque<Idle> idle = new ArrayDeque<>();
    private int used;

    public SessionPool(ServerConnector connector, int slots) {
        this(connector, slots, System::nanoTime);
    }

    SessionPool(ServerConnector connector, int slots, LongSupplier nanoTime) {
        this.connector = connector;
        this.slots = slots;
        this.nanoTime = nanoTime;
    }

    ServerConnector connector() {
        return connector;
    }

    /// The pair that was used last of those that fit, or one without sessions yet.
    Pair take(CopyTask task) {
        var tooMany = new ArrayList<Pair>();
        try {
            return take(Key.of(task), tooMany);
        } finally {
            tooMany.forEach(Pair::close);
        }
    }

    private synchronized Pair take(Key key, List<Pair> tooMany) {
        used++;
        var fitting = idle.stream().filter(each -> each.pair.key.equals(key)).findFirst();
        if (fitting.isPresent()) {
            idle.remove(fitting.get());
            return fitting.get().pair;
        }
        while (!idle.isEmpty() && used + idle.size() > slots) {
            tooMany.add(idle.removeLast().pair);
        }
        return new Pair(key);
    }

    /// Both sessions are as they were before the task.
    synchronized void giveBack(Pair pair) {
        used--;
        idle.addFirst(new Idle(pair, nanoTime.getAsLong()));
    }

    /// A task failed in these sessions: they are not used again, nor are the idle ones of
    /// the same database, which the same fault may have broken.
    void discard(Pair pair) {
        synchronized (this) {
            used--;
        }
        pair.close();
        close(each -> each.pair.key.equals(pair.key));
    }

    /// Those that nobody has needed for a while, and those of paused migrations.
    void closeIdle(Predicate<MigrationId> paused) {
        var now = nanoTime.getAsLong();
        close(each -> now - each.sinceNanos > IDLE.toNanos() || paused.test(each.pair.key.migration));
    }

    private void close(Predicate<Idle> which) {
        var closing = new ArrayList<Pair>();
        synchronized (this) {
            idle.removeIf(each -> which.test(each) && closing.add(each.pair));
        }
        closing.forEach(Pair::close);
    }

    /// Closes what is idle now.
    @Override
    public void close() {
        close(_ -> true);
    }
}
