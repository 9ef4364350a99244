package dev.pgconvoy.worker.conductor;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jboss.logging.Logger;

/// The snapshots that this conductor holds, one for each source database, from its first attempt to its last: a fault
/// of the
/// target does not cost what the source gave.
final class HeldSnapshots implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(HeldSnapshots.class);

    private final Map<String, SourceSnapshot> held = new HashMap<>();

    interface Taking {
        SourceSnapshot take() throws SQLException;
    }

    /// The one that is held, if its session still lives; otherwise one that is taken now.
    SourceSnapshot of(String database, Taking taking) throws SQLException {
        var known = held.get(database);
        if (known != null && known.isAlive()) {
            return known;
        }
        drop(database);
        var taken = taking.take();
        held.put(database, taken);
        return taken;
    }

    /// It is of no use any more: the next one is a new one.
    void drop(String database) {
        var known = held.remove(database);
        if (known != null) {
            close(known);
        }
    }

    private static void close(SourceSnapshot snapshot) {
        try {
            snapshot.close();
        } catch (SQLException e) {
            LOG.debugf("the end of a snapshot: %s", e.getMessage());
        }
    }

    @Override
    public void close() {
        held.values().forEach(HeldSnapshots::close);
        held.clear();
    }
}
