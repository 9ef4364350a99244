package dev.pgconvoy.worker.wire;

import java.io.IOException;
import java.net.Socket;
import java.util.Properties;
import org.postgresql.ssl.LibPQFactory;
import org.postgresql.util.PSQLException;

/// TLS as libpq does it, keeping a session's encrypted socket for us. Named to the driver by class.
public final class SessionTlsFactory extends LibPQFactory {

    private final String token;

    /// @param info the connection's properties
    public SessionTlsFactory(Properties info) throws PSQLException {
        super(info);
        this.token = info.getProperty(Sockets.TOKEN, "");
    }

    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
        var encrypted = super.createSocket(socket, host, port, autoClose);
        Sockets.encrypted(token, encrypted);
        return encrypted;
    }
}
