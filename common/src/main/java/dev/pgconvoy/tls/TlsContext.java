package dev.pgconvoy.tls;

import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// What one link to a server is encrypted with.
public final class TlsContext {

    private TlsContext() {}

    /// For a link that whoever answers may be the end of.
    public static SSLContext toAnyServer(Optional<ClientIdentity> client) {
        return context(new AnyServer(), client);
    }

    /// @param host which the server's certificate must be for; empty where the root's word is enough
    public static SSLContext toServer(TrustedRoots roots, Optional<String> host, Optional<ClientIdentity> client) {
        return context(new ServerTrust(roots, host), client);
    }

    private static SSLContext context(X509ExtendedTrustManager trust, Optional<ClientIdentity> client) {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(client.stream().toArray(KeyManager[]::new), new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the Java runtime has no TLS", e);
        }
    }
}
