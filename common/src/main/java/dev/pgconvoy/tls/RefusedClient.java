package dev.pgconvoy.tls;

import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/// A server that does not believe our certificate ends the link with an alert. The alert gets lost
/// when the server closes the link before we have said all; then it looks like a broken link.
public final class RefusedClient {

    /// The Java runtime says alerts by their names in the protocol.
    private static final Pattern ALERT = Pattern.compile(
            "unknown_ca|bad_certificate|unsupported_certificate|certificate_(unknown|expired|revoked|required)|decrypt_error|access_denied");

    public static final String REMEDY =
            "Use a certificate that is valid and signed by an authority of the server's ssl_ca_file, with the certificates between them behind it; the server's log says why it was refused.";

    private RefusedClient() {}

    public static boolean isIn(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException
                    && ALERT.matcher(String.valueOf(cause.getMessage())).find()) {
                return true;
            }
        }
        return false;
    }
}
