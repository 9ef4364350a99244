package dev.pgconvoy.preflight.application;

import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.postgres.ServerVersion;
import dev.pgconvoy.preflight.examination.ConnectionAttempt;
import dev.pgconvoy.preflight.examination.ConnectionRefusal;
import dev.pgconvoy.preflight.examination.ServerAccess;
import dev.pgconvoy.preflight.examination.ServerSession;
import dev.pgconvoy.preflight.model.ExaminedSide;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Two servers of version 15 with one database `orders` on the source, which answer all else with an error.
final class FakeServers implements ServerAccess {

    private final Set<ExaminedSide> refusing = EnumSet.noneOf(ExaminedSide.class);
    private final List<ExaminedSide> open = new ArrayList<>();

    FakeServers refusing(ExaminedSide... sides) {
        refusing.addAll(List.of(sides));
        return this;
    }

    List<ExaminedSide> open() {
        return open;
    }

    @Override
    public ConnectionAttempt connect(MigrationRequest request, ExaminedSide side) {
        if (refusing.contains(side)) {
            return new ConnectionAttempt.Refused(new ConnectionRefusal(
                    side, side.of(request), ConnectionRefusal.Reason.NOT_LISTENING, "connection refused"));
        }
        open.add(side);
        return new ConnectionAttempt.Connected(new Session(side, side.of(request)));
    }

    private final class Session implements ServerSession {

        private final ExaminedSide side;
        private final ServerEndpoint endpoint;

        Session(ExaminedSide side, ServerEndpoint endpoint) {
            this.side = side;
            this.endpoint = endpoint;
        }

        @Override
        public ExaminedSide side() {
            return side;
        }

        @Override
        public ServerEndpoint endpoint() {
            return endpoint;
        }

        @Override
        public ServerVersion version() {
            return new ServerVersion(150_004);
        }

        @Override
        public <R> List<R> query(String sql, RowReader<R> reader, String... parameters) throws SQLException {
            if (sql.contains("datistemplate")) {
                return List.of(reader.read(row("orders", "UTF8", false, true, true)));
            }
            throw new SQLException("the server is tired", "57014");
        }

        @Override
        public <R> R ask(Question<R> question) throws SQLException {
            throw new SQLException("the server is tired", "57014");
        }

        @Override
        public ServerSession in(String database) {
            return this;
        }

        @Override
        public List<InetAddress> addresses() {
            return List.of();
        }

        @Override
        public ServerSession at(InetAddress address) {
            return this;
        }

        @Override
        public void close() {
            open.remove(side);
        }
    }

    private static ResultSet row(Object... columns) {
        return (ResultSet) Proxy.newProxyInstance(
                FakeServers.class.getClassLoader(),
                new Class<?>[] {ResultSet.class},
                (_, _, arguments) -> columns[(int) arguments[0] - 1]);
    }
}
