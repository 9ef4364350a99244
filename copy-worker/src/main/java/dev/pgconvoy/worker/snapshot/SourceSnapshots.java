package dev.pgconvoy.worker.snapshot;

import dev.pgconvoy.event.SnapshotNotice;
import dev.pgconvoy.failure.ServerErrorText;
import dev.pgconvoy.migration.MigrationRequest;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/// The snapshots that this conductor holds, one for each source database, from its first attempt to its
/// last: a fault of the target does not cost what the source gave. As long as it holds one, it asks others
/// to hold it, too. Each database's is used by one thread at a time.
public final class SourceSnapshots implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(SourceSnapshots.class);

    private final MigrationRequest request;
    private final String worker;
    private final Consumer<SnapshotNotice> publisher;
    private final Map<String, Holding> held = new ConcurrentHashMap<>();
    private final Set<String> spent = ConcurrentHashMap.newKeySet();

    /// @param worker the name of this process
    /// @param publisher tells the other workers
    public SourceSnapshots(MigrationRequest request, String worker, Consumer<SnapshotNotice> publisher) {
        this.request = request;
        this.worker = worker;
        this.publisher = publisher;
    }

    private record Holding(SourceSnapshot snapshot, SnapshotKeepRequester requester) {

        void end() {
            requester.close();
            try {
                snapshot.close();
            } catch (SQLException e) {
                LOG.debugf("the end of a snapshot: %s", ServerErrorText.of(e));
            }
        }
    }

    public interface Taking {
        SourceSnapshot take() throws SQLException;
    }

    /// The one that is held, if its session still lives; otherwise one that is taken now.
    public SourceSnapshot of(String database, Taking taking) throws SQLException {
        var known = held.get(database);
        if (known != null && known.snapshot().isAlive()) {
            return known.snapshot();
        }
        drop(database);
        var taken = taking.take();
        held.put(database, new Holding(taken, new SnapshotKeepRequester(request, worker, database, taken, publisher)));
        return taken;
    }

    /// Its tables are locked: from now on others are asked to hold it, too.
    public void share(String database, int epoch) {
        var known = held.get(database);
        if (known != null) {
            known.requester().start(epoch);
        }
    }

    /// It cannot be read any more. If it is held nevertheless, its tables are not what they were: then whoever else
    /// holds it cannot read it either.
    public void lost(String database) {
        var known = held.get(database);
        if (known != null && known.snapshot().isAlive()) {
            spent.add(known.snapshot().state());
        }
        drop(database);
    }

    /// Whether a snapshot of this state is of no use, whoever holds it.
    public boolean isSpent(String state) {
        return spent.contains(state);
    }

    private void drop(String database) {
        var known = held.remove(database);
        if (known != null) {
            known.end();
        }
    }

    @Override
    public void close() {
        held.values().forEach(Holding::end);
        held.clear();
    }
}
