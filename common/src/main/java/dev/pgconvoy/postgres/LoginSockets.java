package dev.pgconvoy.postgres;

import java.io.IOException;
import java.net.Socket;
import java.util.Map;
import java.util.Properties;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.postgresql.PGProperty;

/// The sockets of one login, so that none outlives a login that failed or took too long.
final class LoginSockets implements AutoCloseable {

    private static final Map<String, Queue<Socket>> OPENED = new ConcurrentHashMap<>();

    private final String token;

    private LoginSockets(String token) {
        this.token = token;
    }

    /// Names our factory to the driver, unless the caller has one of their own, who must close what it makes.
    static LoginSockets in(Properties properties) {
        var token = UUID.randomUUID().toString();
        OPENED.put(token, new ConcurrentLinkedQueue<>());
        if (PGProperty.SOCKET_FACTORY.getOrDefault(properties) == null) {
            PGProperty.SOCKET_FACTORY.set(properties, Factory.class.getName());
            PGProperty.SOCKET_FACTORY_ARG.set(properties, token);
        }
        return new LoginSockets(token);
    }

    /// The login has succeeded.
    void keepOpen() {
        OPENED.remove(token);
    }

    @Override
    public void close() {
        var opened = OPENED.remove(token);
        if (opened != null) {
            opened.forEach(LoginSockets::close);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // It is of no use any more, open or not.
        }
    }

    /// Named to the driver by class.
    public static final class Factory extends WatchfulSockets {

        private final String token;

        /// @param token the connection's `socketFactoryArg`
        public Factory(String token) {
            this.token = token;
        }

        /// The driver opens more for the same connection later, to cancel a query; those are its own.
        @Override
        public Socket createSocket() throws IOException {
            var socket = super.createSocket();
            var opened = OPENED.get(token);
            if (opened != null) {
                opened.add(socket);
            }
            return socket;
        }
    }
}
