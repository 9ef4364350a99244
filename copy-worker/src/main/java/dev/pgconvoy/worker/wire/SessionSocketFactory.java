package dev.pgconvoy.worker.wire;

import dev.pgconvoy.postgres.WatchfulSockets;
import java.io.IOException;
import java.net.Socket;

/// Opens a session's socket and keeps it for us under its token.
/// Named to the driver by class.
public final class SessionSocketFactory extends WatchfulSockets {

    private final String token;

    /// @param token the connection's `socketFactoryArg`
    public SessionSocketFactory(String token) {
        this.token = token;
    }

    @Override
    public Socket createSocket() throws IOException {
        var socket = super.createSocket();
        SessionSockets.opened(token, socket);
        return socket;
    }
}
