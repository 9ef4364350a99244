package dev.pgconvoy.worker.wire;

import java.net.Socket;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// The sockets that the driver opens for us, by a token in the connection's properties. It may try
/// several addresses, and each of them encrypted and in clear, until a server lets it in: the last
/// one is the session's. What it opens later for the same connection (to cancel a query) is not.
final class SessionSockets {

    static final String TOKEN = "socketFactoryArg";

    private static final Map<String, Optional<SessionSocket>> LAST = new ConcurrentHashMap<>();

    private SessionSockets() {}

    /// From now on, until it is taken or dropped, sockets are kept under it.
    static String token() {
        var token = UUID.randomUUID().toString();
        LAST.put(token, Optional.empty());
        return token;
    }

    static void opened(String token, Socket socket) {
        LAST.computeIfPresent(token, (_, _) -> Optional.of(new SessionSocket(socket, socket)));
    }

    /// From now on the session speaks by TLS over the socket that was opened.
    static void encrypted(String token, Socket opened, Socket encrypted) {
        LAST.computeIfPresent(token, (_, _) -> Optional.of(new SessionSocket(encrypted, opened)));
    }

    /// The session's socket, which nobody can ask for again.
    static SessionSocket take(String token) {
        return Optional.ofNullable(LAST.remove(token))
                .flatMap(last -> last)
                .orElseThrow(() -> new IllegalStateException("the driver opened no socket for " + token));
    }

    /// The driver could not open the connection. A thread of its own may still wait at the socket.
    static void drop(String token) {
        Optional.ofNullable(LAST.remove(token)).flatMap(last -> last).ifPresent(SessionSocket::close);
    }
}
