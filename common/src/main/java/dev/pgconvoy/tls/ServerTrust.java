package dev.pgconvoy.tls;

import dev.pgconvoy.text.Excerpt;
import dev.pgconvoy.tls.UntrustedServerException.Reason;
import java.net.Socket;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/// Verifies a server's certificate, and says what is wrong with it in words of its own: what the Java runtime says does
/// not tell the cases apart.
final class ServerTrust extends X509ExtendedTrustManager {

    private static final int LONGEST_NAMES = 300;

    private final X509TrustManager roots;
    private final Optional<String> host;

    /// @param host which the certificate must be for; empty where the root's word is enough
    ServerTrust(TrustedRoots roots, Optional<String> host) {
        this.roots = roots.manager();
        this.host = host;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        try {
            roots.checkServerTrusted(chain, authType);
        } catch (CertificateException e) {
            throw explained(chain, e);
        }
        if (host.isPresent()) {
            requireFor(host.get(), ServerNames.of(chain[0]));
        }
    }

    private static void requireFor(String host, ServerNames names) throws UntrustedServerException {
        if (!names.include(host)) {
            throw new UntrustedServerException(
                    Reason.WRONG_NAME,
                    "The server's certificate is for %s and not for %s."
                            .formatted(Excerpt.of(names.toString(), LONGEST_NAMES), host));
        }
    }

    private static UntrustedServerException explained(X509Certificate[] chain, CertificateException e) {
        var causes = Stream.<Throwable>iterate(e, cause -> cause != null, Throwable::getCause)
                .toList();
        if (causes.stream().anyMatch(CertificateExpiredException.class::isInstance)) {
            return new UntrustedServerException(
                    Reason.EXPIRED, "The server's certificate has expired (%s).".formatted(validity(chain)), e);
        }
        if (causes.stream().anyMatch(CertificateNotYetValidException.class::isInstance)) {
            return new UntrustedServerException(
                    Reason.UNUSABLE, "The server's certificate is not valid yet (%s).".formatted(validity(chain)), e);
        }
        if (causes.stream().anyMatch(CertPathBuilderException.class::isInstance)) {
            return new UntrustedServerException(
                    Reason.UNKNOWN_ROOT,
                    "The server's certificate is signed by %s, which none of the trusted root certificates vouches for."
                            .formatted(issuer(chain)),
                    e);
        }
        return new UntrustedServerException(
                Reason.UNUSABLE, "The server's certificate cannot be accepted: %s.".formatted(e.getMessage()), e);
    }

    /// Of the last certificate: the next one up is missing or unknown.
    private static String issuer(X509Certificate[] chain) {
        return "'%s'"
                .formatted(Excerpt.of(
                        chain[chain.length - 1].getIssuerX500Principal().getName(), LONGEST_NAMES));
    }

    private static String validity(X509Certificate[] chain) {
        return "valid from %s to %s"
                .formatted(
                        chain[0].getNotBefore().toInstant(),
                        chain[0].getNotAfter().toInstant());
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
        throw new UnsupportedOperationException();
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return roots.getAcceptedIssuers();
    }
}
