package dev.pgconvoy.tls;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// Where certificates are found, or they themselves. Certificates are public, so they may stand in
/// an event: services on other machines need no file then.
///
/// `system`, `file:/absolute/path` or the certificates in PEM.
public sealed interface CertificateRef {

    /// Each task of a migration carries them.
    int LONGEST_PEM = 32_768;

    int LONGEST_PATH = 4_096;

    /// The authorities that the Java runtime of each service knows.
    record WellKnown() implements CertificateRef {}

    /// A file on the machine of each service that connects.
    record CertificateFile(Path path) implements CertificateRef {
        public CertificateFile {
            if (!path.isAbsolute()) {
                throw new IllegalArgumentException("file: needs an absolute path");
            }
        }

        private static CertificateFile parse(String text) {
            try {
                if (text.length() <= LONGEST_PATH) {
                    return new CertificateFile(Path.of(text));
                }
            } catch (InvalidPathException _) {
                // The text may be anything.
            }
            throw new IllegalArgumentException("file: needs an absolute path");
        }
    }

    /// Certificates, one after the other.
    record Pem(String text) implements CertificateRef {

        private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
        private static final String KEY = "PRIVATE KEY-----";

        public Pem {
            if (text.length() > LONGEST_PEM) {
                throw new IllegalArgumentException(
                        "certificates in a request are at most %d characters; name a file of the services (file:/path)"
                                .formatted(LONGEST_PEM));
            }
            if (text.contains(KEY)) {
                throw new IllegalArgumentException(
                        "a private key in clear text is refused; it is no certificate and belongs into clientKey, as a reference");
            }
            if (!text.contains(BEGIN)) {
                throw new IllegalArgumentException(
                        "certificates must be system, file:/path or PEM (-----BEGIN CERTIFICATE-----)");
            }
        }

        @Override
        public String toString() {
            return "Pem[%d characters]".formatted(text.length());
        }
    }

    /// Never repeats the text: it may be a key that was put here by mistake.
    @JsonCreator
    static CertificateRef parse(String text) {
        if (text.equals("system")) {
            return new WellKnown();
        }
        return text.startsWith("file:") ? CertificateFile.parse(text.substring("file:".length())) : new Pem(text);
    }

    @JsonValue
    default String text() {
        return switch (this) {
            case WellKnown _ -> "system";
            case CertificateFile file -> "file:" + file.path();
            case Pem pem -> pem.text();
        };
    }
}
