package dev.pgconvoy.worker.waiting;

import dev.pgconvoy.failure.ServerErrorText;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.secret.ServerSide;
import dev.pgconvoy.worker.WorkerSql;
import dev.pgconvoy.worker.waiting.LockWait.LockKey;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The lock waits of a migration on one server, asked for in a session of its own, which is opened when it is needed
/// and again when it broke. A server that cannot be asked has no waits: whoever works on it finds out why.
final class LockWaits implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(LockWaits.class);
    private static final String LIST_LOCK_WAITS = WorkerSql.read("waiting/list_lock_waits");
    private static final int MOST_MILLIS = 5_000;
    /// A server without connections to spare needs them for the work.
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(10);

    private static final String OUR_WAITING_SESSIONS = """
            SELECT pid FROM pg_catalog.pg_stat_activity
            WHERE wait_event_type = 'Lock' AND usename = session_user AND application_name LIKE 'pgconvoy %'
              AND (datname = ANY (?) OR application_name LIKE '% ' || ? || ' e%')""";

    private static final String NAME_RELATION = """
            SELECT n.nspname, c.relname, CASE c.relkind WHEN 'i' THEN 'index' WHEN 'I' THEN 'index' WHEN 'S' THEN 'sequence'
                WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' ELSE 'table' END
            FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE c.oid = ?""";

    private final ServerConnector connector;
    private final MigrationId id;
    private final ServerSide side;
    private final ServerEndpoint server;
    private final List<String> databases;
    private final String sessionKey;
    private @Nullable Connection session;
    private boolean hasFailed;
    private long failedAtNanos;

    /// @param sessionKey by which the sessions of the migration on the target are named
    LockWaits(ServerConnector connector, MigrationRequest request, ServerSide side, String sessionKey) {
        this.connector = connector;
        this.id = request.id();
        this.side = side;
        this.server = side == ServerSide.SOURCE ? request.source() : request.target();
        this.databases = request.databases();
        this.sessionKey = sessionKey;
    }

    List<LockWait> look() {
        if (hasFailed && System.nanoTime() - failedAtNanos < PAUSE_AFTER_FAILURE.toNanos()) {
            return List.of();
        }
        try {
            var asked = session();
            var waiting = waiting(asked);
            return waiting.isEmpty() ? List.of() : waits(asked, waiting);
        } catch (SQLException | RuntimeException e) {
            LOG.debugf("the locks on %s cannot be looked at: %s", server.address(), ServerErrorText.ofAny(e));
            close();
            hasFailed = true;
            failedAtNanos = System.nanoTime();
            return List.of();
        }
    }

    private Connection session() throws SQLException {
        var open = session;
        if (open == null) {
            open = open(server.maintenanceDatabase());
            session = open;
        }
        return open;
    }

    private Connection open(String database) throws SQLException {
        var opened = connector.open(side, server, database, id, "locks");
        opened.setNetworkTimeout(Runnable::run, MOST_MILLIS);
        return opened;
    }

    private List<Integer> waiting(Connection asked) throws SQLException {
        try (var query = asked.prepareStatement(OUR_WAITING_SESSIONS)) {
            query.setArray(1, asked.createArrayOf("text", databases.toArray()));
            query.setString(2, sessionKey);
            try (var rows = query.executeQuery()) {
                var found = new ArrayList<Integer>();
                while (rows.next()) {
                    found.add(rows.getInt(1));
                }
                return found;
            }
        }
    }

    private List<LockWait> waits(Connection asked, List<Integer> pids) throws SQLException {
        try (var query = asked.prepareStatement(LIST_LOCK_WAITS)) {
            query.setArray(1, asked.createArrayOf("int4", pids.toArray()));
            try (var rows = query.executeQuery()) {
                var byKey = new LinkedHashMap<LockKey, LockWait>();
                while (rows.next()) {
                    byKey.merge(key(rows), wait(rows), LockWaits::together);
                }
                return List.copyOf(byKey.values());
            }
        }
    }

    private LockKey key(ResultSet row) throws SQLException {
        return new LockKey(side, row.getString("datname"), row.getString("locktype"), row.getLong("relation"));
    }

    private LockWait wait(ResultSet row) throws SQLException {
        return new LockWait(key(row), row.getString("application_name"), row.getString("mode"), List.of(holder(row)));
    }

    private static LockHolder holder(ResultSet row) throws SQLException {
        var gid = row.getString("gid");
        return gid == null
                ? new LockHolder.Session(
                        row.getInt("holder_pid"),
                        row.getString("holder_user"),
                        row.getString("holder_application"),
                        Optional.ofNullable(row.getTimestamp("holder_since")).map(Timestamp::toInstant))
                : new LockHolder.PreparedTransaction(
                        gid,
                        row.getString("gid_owner"),
                        row.getTimestamp("gid_since").toInstant());
    }

    private static LockWait together(LockWait one, LockWait other) {
        var holders = new ArrayList<>(one.holders());
        other.holders().stream().filter(holder -> !holders.contains(holder)).forEach(holders::add);
        return new LockWait(one.key(), one.application(), one.mode(), holders);
    }

    /// What the lock is on, in a session of that database, since only there it has a name.
    String named(LockKey key) {
        var place = "database \"%s\" on %s".formatted(key.database(), server.address());
        if (key.relation() == 0) {
            return place;
        }
        try (var inside = open(key.database());
                var query = inside.prepareStatement(NAME_RELATION)) {
            query.setLong(1, key.relation());
            try (var row = query.executeQuery()) {
                return row.next()
                        ? "%s %s of %s"
                                .formatted(row.getString(3), new TableName(row.getString(1), row.getString(2)), place)
                        : place;
            }
        } catch (SQLException | RuntimeException e) {
            LOG.debugf("relation %d has no name for us: %s", key.relation(), ServerErrorText.ofAny(e));
            return "relation with OID %d of %s".formatted(key.relation(), place);
        }
    }

    @Override
    public void close() {
        var open = session;
        session = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                LOG.debugf("the end of a session: %s", ServerErrorText.of(e));
            }
        }
    }
}
