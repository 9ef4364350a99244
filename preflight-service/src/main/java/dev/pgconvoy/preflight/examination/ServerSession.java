package dev.pgconvoy.preflight.examination;

import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.postgres.ServerVersion;
import dev.pgconvoy.preflight.model.ExaminedSide;
import java.net.InetAddress;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/// A session on one of the servers, with a statement time-out. Checks that run at once may share it.
public interface ServerSession extends AutoCloseable {

    ExaminedSide side();

    ServerEndpoint endpoint();

    ServerVersion version() throws SQLException;

    <R> List<R> query(String sql, RowReader<R> reader, String... parameters) throws SQLException;

    /// Puts questions that other services ask in the same words.
    <R> R ask(Question<R> question) throws SQLException;

    /// Another session, in another database of the same server.
    ServerSession in(String database) throws SQLException;

    /// What the name of its host stands for; empty when nobody tells.
    List<InetAddress> addresses();

    /// Another session, on the server that answers at one of these addresses. It belongs to the caller.
    ServerSession at(InetAddress address) throws SQLException;

    @Override
    void close();

    default String server() {
        return side().server(endpoint());
    }

    /// Reads the row at which the result stands.
    @FunctionalInterface
    interface RowReader<R> {
        R read(ResultSet row) throws SQLException;
    }

    /// Asks over plain JDBC, outside of a transaction; it leaves the connection as it is.
    @FunctionalInterface
    interface Question<R> {
        R ask(Connection connection) throws SQLException;
    }
}
