package dev.pgconvoy.postgres;

import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.migration.connection.TlsOptions;
import dev.pgconvoy.secret.Secret;
import dev.pgconvoy.secret.SecretRef;
import dev.pgconvoy.secret.SecretResolver;
import dev.pgconvoy.secret.ServerSide;
import dev.pgconvoy.tls.CertificateRef;
import dev.pgconvoy.tls.ClientIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.spec.InvalidKeySpecException;
import java.util.Optional;

/// Finds what an endpoint's link is proven with. All is read anew for each link: certificates are renewed while
/// services run.
final class TlsMaterials {

    private static final String ROOTS = "tls.rootCertificates";
    private static final String CERTIFICATE = "tls.clientCertificate";
    private static final String KEY = "tls.clientKey";

    private final SecretResolver secrets;
    private final DefaultRoots defaults;

    TlsMaterials(SecretResolver secrets, DefaultRoots defaults) {
        this.secrets = secrets;
        this.defaults = defaults;
    }

    /// @throws MigrationException that names what cannot be had or used, and never repeats a key
    TlsMaterial of(ServerSide side, ServerEndpoint endpoint, MigrationId id) {
        if (endpoint.sslMode() == SslMode.DISABLE) {
            return new TlsMaterial(Optional.empty(), Optional.empty(), Optional.empty());
        }
        var roots = endpoint.sslMode().isVerified() ? Optional.of(roots(endpoint)) : Optional.<String>empty();
        var certificate =
                endpoint.tls().flatMap(TlsOptions::clientCertificate).map(reference -> pem(reference, CERTIFICATE));
        var named = endpoint.tls().flatMap(TlsOptions::clientKey);
        var key = named.isEmpty()
                ? Optional.<Secret>empty()
                : secrets.passwordFor(endpoint.passwordUse(id, side).ofClientKey(), named);
        requireUsable(roots, certificate, key);
        return new TlsMaterial(roots, certificate, key);
    }

    private String roots(ServerEndpoint endpoint) {
        var named = endpoint.tls().flatMap(TlsOptions::rootCertificates);
        if (named.isPresent()) {
            return pem(named.get(), ROOTS);
        }
        var configured = defaults.roots().orElseGet(CertificateRef.WellKnown::new);
        if (configured instanceof CertificateRef.CertificateFile(var file)) {
            return configured(file);
        }
        if (endpoint.sslMode() != SslMode.VERIFY_FULL) {
            throw unusable(
                    ROOTS,
                    "sslMode %s says nothing with the well-known authorities: anybody gets a certificate of theirs."
                            .formatted(endpoint.sslMode().text()),
                    "Name the root certificate of the server's authority (tls.rootCertificates, --ssl-root-cert, %s), or use sslMode verify-full."
                            .formatted(DefaultRoots.VARIABLE));
        }
        return pem(configured, ROOTS);
    }

    private String pem(CertificateRef reference, String field) {
        return switch (reference) {
            case CertificateRef.WellKnown _ -> TlsMaterial.WELL_KNOWN;
            case CertificateRef.Pem(var text) -> text;
            case CertificateRef.CertificateFile(var file) ->
                secrets.certificates(new SecretRef.SecretFile(file), field);
        };
    }

    /// Whoever configures a file allows it.
    private static String configured(Path file) {
        try {
            if (Files.size(file) <= SecretResolver.LARGEST_CERTIFICATES) {
                return Files.readString(file);
            }
        } catch (IOException _) {
            // What is wrong with it, the operator sees who looks at it.
        }
        throw unusable(
                DefaultRoots.SETTING,
                "The file %s cannot be read.".formatted(file),
                "Mount root certificates (PEM) there, or correct %s.".formatted(DefaultRoots.VARIABLE));
    }

    private static void requireUsable(Optional<String> roots, Optional<String> certificate, Optional<Secret> key) {
        try {
            if (roots.isPresent()) {
                TlsMaterial.trusted(roots.get());
            }
        } catch (CertificateException e) {
            throw unusable(
                    ROOTS,
                    "The trusted root certificates cannot be used: %s.".formatted(e.getMessage()),
                    "Provide certificates in PEM (-----BEGIN CERTIFICATE-----).");
        }
        if (certificate.isPresent() && key.isPresent()) {
            client(certificate.get(), key.get());
        }
    }

    private static void client(String certificate, Secret key) {
        key.use(pem -> {
            try {
                return ClientIdentity.read(certificate, pem);
            } catch (CertificateException e) {
                throw unusable(
                        CERTIFICATE,
                        "The client certificate cannot be used: %s.".formatted(e.getMessage()),
                        "Provide it in PEM (-----BEGIN CERTIFICATE-----), its own certificate first.");
            } catch (InvalidKeySpecException e) {
                throw unusable(
                        KEY,
                        "The client key cannot be used: %s.".formatted(e.getMessage()),
                        "Provide the certificate's own key in PKCS #8 without a passphrase: openssl pkey -in KEY -out NEW_KEY");
            }
        });
    }

    private static MigrationException unusable(String object, String message, String remedy) {
        return new MigrationException(FailureCode.AUTHENTICATION_FAILED, object, message, remedy);
    }
}
