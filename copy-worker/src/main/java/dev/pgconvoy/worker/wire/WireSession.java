package dev.pgconvoy.worker.wire;

import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.secret.ServerSide;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.postgresql.PGProperty;

/// A session by JDBC and by its wire. The wire may be used only inside a transaction that JDBC began and
/// while JDBC is at rest, so that both agree on the session's state.
public final class WireSession implements AutoCloseable {

    private final Connection jdbc;
    private final WireProtocol wire;

    private WireSession(Connection jdbc, WireProtocol wire) {
        this.jdbc = jdbc;
        this.wire = wire;
    }

    public static WireSession open(
            ServerConnector connector,
            ServerSide side,
            ServerEndpoint endpoint,
            String database,
            MigrationId id,
            String purpose) {
        var token = SessionSockets.token();
        Connection jdbc;
        try {
            jdbc = connector.open(
                    side,
                    endpoint,
                    database,
                    id,
                    purpose,
                    Map.of(
                            PGProperty.SOCKET_FACTORY.getName(),
                            SessionSocketFactory.class.getName(),
                            PGProperty.SOCKET_FACTORY_ARG.getName(),
                            token,
                            PGProperty.SSL_FACTORY.getName(),
                            SessionTlsFactory.class.getName()));
        } catch (RuntimeException e) {
            SessionSockets.drop(token);
            throw e;
        }
        try {
            return new WireSession(jdbc, new WireProtocol(SessionSockets.take(token)));
        } catch (IOException e) {
            throw new IllegalStateException("a socket that was just opened has no streams", e);
        }
    }

    public Connection jdbc() {
        return jdbc;
    }

    /// The rows of copies from this session's server. The session is inside a transaction.
    ///
    /// @param copies each a COPY TO STDOUT, and other statements
    /// @param guard a query that is asked before the rows and after them, and finds nothing
    ///     when all is well; may be empty
    public CopySource source(List<String> copies, String guard) {
        return new SessionSource(wire, copies, guard);
    }

    /// Copies to this session's server. The session is inside a transaction.
    ///
    /// @param copies each a COPY FROM STDIN, and other statements before it
    public CopySink sink(List<String> copies) {
        return new SessionSink(wire, copies);
    }

    /// Runs the statements in the open transaction in one round trip.
    ///
    /// @param each a script may hold several statements
    /// @return by index, the warning that a right was not given or not taken away, where the session lets
    ///     warnings through
    /// @throws ScriptException naming the script that failed
    public SortedMap<Integer, SQLWarning> run(List<String> scripts) throws SQLException {
        return wire.run(scripts);
    }

    /// Runs each of them in the open transaction, whatever becomes of the others, in few round trips. No savepoint is
    /// left.
    public EachScript runEach(List<String> scripts) throws SQLException {
        return wire.runEach(scripts);
    }

    /// Ends the session from another thread, whatever it waits for.
    public void abort() {
        wire.close();
    }

    /// One that was aborted, or whose link broke, is closed without a word of what that leaves undone.
    @Override
    public void close() throws SQLException {
        try {
            jdbc.close();
        } catch (SQLException e) {
            if (!wire.isClosed()) {
                throw e;
            }
        } finally {
            wire.close();
        }
    }
}
