package dev.pgconvoy.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// The authorities whose servers are believed.
public final class TrustedRoots {

    private final List<X509Certificate> certificates;

    private TrustedRoots(List<X509Certificate> certificates) {
        this.certificates = List.copyOf(certificates);
    }

    /// @throws CertificateException when there is none, or one is damaged
    public static TrustedRoots read(String pem) throws CertificateException {
        return new TrustedRoots(Certificates.read(pem));
    }

    /// Those that the Java runtime knows.
    public static TrustedRoots wellKnown() {
        return Known.ROOTS;
    }

    /// They are read once.
    private static final class Known {
        static final TrustedRoots ROOTS = new TrustedRoots(List.of(manager(null).getAcceptedIssuers()));
    }

    public List<X509Certificate> certificates() {
        return certificates;
    }

    public String pem() {
        return Certificates.write(certificates);
    }

    X509TrustManager manager() {
        try {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (var certificate : certificates) {
                store.setCertificateEntry("root-" + store.size(), certificate);
            }
            return manager(store);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("an empty key store cannot be made", e);
        }
    }

    private static X509TrustManager manager(@Nullable KeyStore store) {
        try {
            var managers = TrustManagerFactory.getInstance("PKIX");
            managers.init(store);
            return Arrays.stream(managers.getTrustManagers())
                    .filter(X509TrustManager.class::isInstance)
                    .map(X509TrustManager.class::cast)
                    .findFirst()
                    .orElseThrow();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the Java runtime cannot verify certificates", e);
        }
    }
}
