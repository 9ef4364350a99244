package dev.pgconvoy.postgres;

import dev.pgconvoy.tls.ClientIdentity;
import dev.pgconvoy.tls.TlsContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.postgresql.PGProperty;

/// Encrypts the driver's links with what [TlsMaterial] put into their properties: no file is read,
/// and nothing is looked for in a home folder. Named to the driver by class.
public class TlsSockets extends SSLSocketFactory {

    private static final String ROOTS = "pgconvoy.tls.roots";
    private static final String CERTIFICATE = "pgconvoy.tls.certificate";
    private static final String KEY = "pgconvoy.tls.key";
    private static final String VERIFY_NAME = "verify-full";

    private final Optional<String> roots;
    private final boolean verifiesName;
    private final Optional<ClientIdentity> client;

    /// @param info the connection's properties
    public TlsSockets(Properties info) throws GeneralSecurityException {
        this.roots = Optional.ofNullable(info.getProperty(ROOTS));
        this.verifiesName = VERIFY_NAME.equals(PGProperty.SSL_MODE.getOrDefault(info));
        var certificate = info.getProperty(CERTIFICATE);
        var key = info.getProperty(KEY);
        this.client = certificate == null || key == null
                ? Optional.empty()
                : Optional.of(ClientIdentity.read(certificate, key));
    }

    static void describe(TlsMaterial material, Properties info) {
        material.roots().ifPresent(pem -> info.setProperty(ROOTS, pem));
        material.certificate().ifPresent(pem -> info.setProperty(CERTIFICATE, pem));
        material.key().ifPresent(key -> key.use(pem -> info.setProperty(KEY, pem)));
        PGProperty.SSL_FACTORY.set(info, TlsSockets.class.getName());
    }

    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
        try {
            return context(host).getSocketFactory().createSocket(socket, host, port, autoClose);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private SSLContext context(String host) throws GeneralSecurityException {
        return roots.isEmpty()
                ? TlsContext.toAnyServer(client)
                : TlsContext.toServer(
                        TlsMaterial.trusted(roots.get()), verifiesName ? Optional.of(host) : Optional.empty(), client);
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

    @Override
    public String[] getDefaultCipherSuites() {
        throw new UnsupportedOperationException();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        throw new UnsupportedOperationException();
    }
}
