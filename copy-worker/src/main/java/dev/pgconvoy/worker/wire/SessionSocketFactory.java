package dev.pgconvoy.worker.wire;

import dev.pgconvoy.postgres.WatchfulSockets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/// Opens a session's socket and keeps it for us under its token.
/// Named to the driver by class.
public final class SessionSocketFactory extends SocketFactory {

    private final String token;

    /// @param token the connection's `socketFactoryArg`
    public SessionSocketFactory(String token) {
        this.token = token;
    }

    @Override
    public Socket createSocket() throws IOException {
        var socket = WatchfulSockets.open();
        Sockets.opened(token, socket);
        return socket;
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
        throw new UnsupportedOperationException();
    }
}
