package dev.pgconvoy.tls;

import java.security.cert.CertificateException;
import java.util.Optional;

/// Why a server is not believed to be the one that was meant.
public final class UntrustedServerException extends CertificateException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /// Each has its own remedy.
    public enum Reason {
        UNKNOWN_ROOT(
                "Name the root certificate of the authority that signed the server's certificate: tls.rootCertificates in the request, --ssl-root-cert or sslrootcert of ./pgconvoy, or PGCONVOY_TLS_ROOTS for every pgconvoy service."),
        WRONG_NAME(
                "Use a host that the certificate is for, give the server a certificate for this host, or use sslMode verify-ca when the root signs certificates of trusted servers only."),
        EXPIRED("Renew the certificate on the server (ssl_cert_file) and reload its configuration."),
        UNUSABLE(
                "Give the server a certificate that today's TLS accepts (ssl_cert_file), and reload its configuration.");

        private final String remedy;

        Reason(String remedy) {
            this.remedy = remedy;
        }

        public String remedy() {
            return remedy;
        }
    }

    UntrustedServerException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    UntrustedServerException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /// Whether this is at the bottom of what went wrong.
    public static Optional<UntrustedServerException> in(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof UntrustedServerException found) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }
}
