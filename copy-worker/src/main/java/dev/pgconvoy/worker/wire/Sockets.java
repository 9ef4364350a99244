package dev.pgconvoy.worker.wire;

import java.io.IOException;
import java.net.Socket;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The sockets that the driver opened for us, by a token in the connection's properties. The driver also
/// opens sockets of its own for the same connection (to cancel a query): the first one is the session's.
final class Sockets {

    static final String TOKEN = "socketFactoryArg";

    /// Those whose connection is being opened.
    private static final Set<String> EXPECTED = ConcurrentHashMap.newKeySet();

    private static final Map<String, Socket> OPENED = new ConcurrentHashMap<>();
    private static final Map<String, Socket> ENCRYPTED = new ConcurrentHashMap<>();

    private Sockets() {}

    static String token() {
        var token = UUID.randomUUID().toString();
        EXPECTED.add(token);
        return token;
    }

    static void opened(String token, Socket socket) {
        if (EXPECTED.contains(token)) {
            OPENED.putIfAbsent(token, socket);
        }
    }

    /// A socket of TLS over the one that was opened.
    static void encrypted(String token, Socket socket) {
        if (EXPECTED.contains(token)) {
            ENCRYPTED.putIfAbsent(token, socket);
        }
    }

    /// The session's socket, which nobody can ask for again.
    static Socket take(String token) {
        EXPECTED.remove(token);
        var plain = forget(token, OPENED);
        var encrypted = forget(token, ENCRYPTED);
        if (plain == null) {
            throw new IllegalStateException("the driver opened no socket for " + token);
        }
        return encrypted == null ? plain : encrypted;
    }

    /// The driver could not open the connection. A thread of its own may still wait at the socket.
    static void drop(String token) {
        EXPECTED.remove(token);
        forget(token, ENCRYPTED);
        var plain = forget(token, OPENED);
        if (plain != null) {
            try {
                plain.close();
            } catch (IOException _) {
                // It is of no use any more, open or not.
            }
        }
    }

    private static @Nullable Socket forget(String token, Map<String, Socket> sockets) {
        return sockets.remove(token);
    }
}
