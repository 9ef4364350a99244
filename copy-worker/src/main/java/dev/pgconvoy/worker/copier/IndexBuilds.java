package dev.pgconvoy.worker.copier;

import dev.pgconvoy.event.TaskProgress.IndexBuild;
import dev.pgconvoy.failure.ServerErrorText;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.worker.WorkerSql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/// How far the indexes are that this worker builds. A session that builds one cannot be
/// asked, so that another one asks the server: one for each migration, once a second for
/// all of its builds, and only while a build has taken some time. Where it gets no session
/// or no answer, how far they are is not known, and the builds go on.
public final class IndexBuilds {

    /// A session that asks.
    interface Asking {
        Connection open() throws SQLException;
    }

    /// What is told of one session.
    interface Listener {
        void heard(Optional<IndexBuild> build);
    }

    /// Ends with the build.
    interface Watched extends AutoCloseable {
        @Override
        void close();
    }

    private static final Logger LOG = Logger.getLogger(IndexBuilds.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final int ANSWER_WITHIN_MILLIS = 10_000;
    private static final String READ = WorkerSql.read("copier/read_index_builds_pg12");

    private record Build(int pid, Listener listener, long beganAt) {}

    private final Map<MigrationId, Watch> watches = new HashMap<>();
    private final Duration quickBuild;

    public IndexBuilds() {
        this(Duration.ofSeconds(3));
    }

    /// @param quickBuild what takes no longer is not asked for
    IndexBuilds(Duration quickBuild) {
        this.quickBuild = quickBuild;
    }

    /// @param pid of the session that builds
    /// @param asking opens another session at the same server
    Watched watch(MigrationId migration, int pid, Asking asking, Listener listener) {
        var build = new Build(pid, listener, System.nanoTime());
        synchronized (this) {
            var watch = watches.get(migration);
            if (watch == null) {
                watch = new Watch(migration, asking);
                watches.put(migration, watch);
                Thread.ofVirtual().name("index-builds-", 0).start(watch);
            }
            watch.builds.put(pid, build);
        }
        return () -> ended(migration, build);
    }

    private synchronized void ended(MigrationId migration, Build build) {
        var watch = watches.get(migration);
        if (watch != null) {
            watch.builds.remove(build.pid(), build);
        }
        build.listener().heard(Optional.empty());
    }

    private synchronized void tell(Watch watch, Map<Integer, IndexBuild> found) {
        watch.builds.values().forEach(build -> build.listener().heard(Optional.ofNullable(found.get(build.pid()))));
    }

    /// The sessions whose builds have taken long enough.
    private synchronized List<Integer> slow(Watch watch) {
        return watch.builds.values().stream()
                .filter(build -> System.nanoTime() - build.beganAt() > quickBuild.toNanos())
                .map(Build::pid)
                .toList();
    }

    /// Whoever comes afterwards begins another watch.
    private synchronized boolean endsWithoutBuilds(Watch watch) {
        return watch.builds.isEmpty() && watches.remove(watch.migration, watch);
    }

    private final class Watch implements Runnable {

        private final MigrationId migration;
        private final Asking asking;
        /// Guarded by the watches' lock.
        private final Map<Integer, Build> builds = new HashMap<>();

        private Watch(MigrationId migration, Asking asking) {
            this.migration = migration;
            this.asking = asking;
        }

        @Override
        public void run() {
            try {
                watchUntilAllHaveEnded();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }

        private void watchUntilAllHaveEnded() throws InterruptedException {
            var mayAsk = true;
            while (!endsWithoutBuilds(this)) {
                if (mayAsk && !slow(this).isEmpty()) {
                    mayAsk = askUntilNoneIsSlow();
                }
                Thread.sleep(EVERY);
            }
        }

        /// @return whether it makes sense to ask again
        private boolean askUntilNoneIsSlow() throws InterruptedException {
            try (var session = asking.open()) {
                session.setNetworkTimeout(Runnable::run, ANSWER_WITHIN_MILLIS);
                for (var pids = slow(this); !pids.isEmpty(); pids = slow(this)) {
                    tell(this, read(session, pids));
                    Thread.sleep(EVERY);
                }
                return true;
            } catch (SQLException e) {
                LOG.debugf("How far indexes of %s are is not known: %s", migration, ServerErrorText.of(e));
            } catch (RuntimeException e) {
                LOG.debugf("How far indexes of %s are is not known: %s", migration, e.getMessage());
            }
            tell(this, Map.of());
            return false;
        }
    }

    private static Map<Integer, IndexBuild> read(Connection session, List<Integer> pids) throws SQLException {
        var found = new HashMap<Integer, IndexBuild>();
        try (var query = session.prepareStatement(READ)) {
            query.setArray(1, session.createArrayOf("int4", pids.toArray()));
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    found.put(
                            rows.getInt(1),
                            new IndexBuild(rows.getString(2), Optional.ofNullable(rows.getObject(3, Integer.class))));
                }
            }
        }
        return found;
    }
}
