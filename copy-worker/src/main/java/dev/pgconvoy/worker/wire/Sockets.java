package dev.pgconvoy.worker.wire;

import java.net.Socket;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The sockets that the driver opened for us, by a token in the connection's properties. The driver also
/// opens sockets of its own for the same connection (to cancel a query): the first one is the session's.
final class Sockets {

    static final String TOKEN = "socketFactoryArg";

    private static final Map<String, Socket> OPENED = new ConcurrentHashMap<>();
    private static final Map<String, Socket> ENCRYPTED = new ConcurrentHashMap<>();

    private Sockets() {}

    static String token() {
        return UUID.randomUUID().toString();
    }

    static void opened(String token, Socket socket) {
        OPENED.putIfAbsent(token, socket);
    }

    /// A socket of TLS over the one that was opened.
    static void encrypted(String token, Socket socket) {
        ENCRYPTED.putIfAbsent(token, socket);
    }

    /// The session's socket, which nobody can ask for again.
    static Socket take(String token) {
        var plain = forget(token, OPENED);
        var encrypted = forget(token, ENCRYPTED);
        if (plain == null) {
            throw new IllegalStateException("the driver opened no socket for " + token);
        }
        return encrypted == null ? plain : encrypted;
    }

    /// The driver could not open the connection.
    static void drop(String token) {
        forget(token, OPENED);
        forget(token, ENCRYPTED);
    }

    private static @Nullable Socket forget(String token, Map<String, Socket> sockets) {
        return sockets.remove(token);
    }
}
