package dev.pgconvoy.worker.wire;

import dev.pgconvoy.postgres.TlsSockets;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.Properties;

/// Encrypts a session's socket as the others are, and keeps it for us. Named to the driver by class.
public final class SessionTlsFactory extends TlsSockets {

    private final String token;

    /// @param info the connection's properties
    public SessionTlsFactory(Properties info) throws GeneralSecurityException {
        super(info);
        this.token = info.getProperty(SessionSockets.TOKEN, "");
    }

    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
        var encrypted = super.createSocket(socket, host, port, autoClose);
        SessionSockets.encrypted(token, socket, encrypted);
        return encrypted;
    }
}
