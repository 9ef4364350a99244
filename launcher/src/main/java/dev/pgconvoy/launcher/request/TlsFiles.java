package dev.pgconvoy.launcher.request;

import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.migration.connection.ChannelBinding;
import dev.pgconvoy.migration.connection.TlsOptions;
import dev.pgconvoy.postgres.TlsParameters;
import dev.pgconvoy.secret.Secret;
import dev.pgconvoy.secret.SecretRef;
import dev.pgconvoy.tls.CertificateRef;
import dev.pgconvoy.tls.Certificates;
import dev.pgconvoy.tls.ClientIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.spec.InvalidKeySpecException;
import java.util.Optional;

/// Puts certificates of this machine into the request, and the key sealed: the services may run elsewhere. What has a
/// scheme (`file:/path`) is a reference, which the services follow.
final class TlsFiles {

    private static final int LARGEST = 1024 * 1024;

    private final CommandSide side;
    private final PasswordLookup.Sealer sealer;

    TlsFiles(CommandSide side, PasswordLookup.Sealer sealer) {
        this.side = side;
        this.sealer = sealer;
    }

    Optional<TlsOptions> read(TlsParameters parameters) {
        var certificate = parameters.cert().map(text -> certificates("sslcert", text));
        var key = parameters.key().map(text -> isReference(text) ? reference(text) : sealed(text, certificate));
        try {
            return Optional.of(new TlsOptions(
                            parameters.rootCert().map(text -> certificates("sslrootcert", text)),
                            certificate,
                            key,
                            parameters.channelBinding().orElse(ChannelBinding.PREFER)))
                    .filter(options -> !options.equals(TlsOptions.NONE));
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    private CertificateRef certificates(String parameter, String text) {
        try {
            return text.equals("system") || isReference(text)
                    ? CertificateRef.parse(text)
                    : new CertificateRef.Pem(Certificates.write(Certificates.read(content(parameter, text))));
        } catch (CertificateException e) {
            throw usage("%s: %s: %s".formatted(parameter, text, e.getMessage()));
        } catch (IllegalArgumentException e) {
            throw usage("%s: %s".formatted(parameter, e.getMessage()));
        }
    }

    static boolean isReference(String text) {
        return text.matches("(env|file|keyvault|sealed|entra):.*");
    }

    private SecretRef reference(String text) {
        try {
            return SecretRef.parse(text);
        } catch (IllegalArgumentException e) {
            throw usage("sslkey: " + e.getMessage());
        }
    }

    private SecretRef sealed(String file, Optional<CertificateRef> certificate) {
        var key = content("sslkey", file);
        if (certificate.isPresent() && certificate.get() instanceof CertificateRef.Pem(var pem)) {
            requirePair(pem, key, file);
        }
        return sealer.seal(new Secret(key));
    }

    private void requirePair(String certificate, String key, String file) {
        try {
            ClientIdentity.read(certificate, key);
        } catch (InvalidKeySpecException e) {
            throw usage(
                    "sslkey: %s cannot be used: %s. PKCS #8 without a passphrase is made by: openssl pkey -in %s -out NEW_KEY"
                            .formatted(file, e.getMessage(), file));
        } catch (CertificateException e) {
            throw usage("sslcert: " + e.getMessage());
        }
    }

    private String content(String parameter, String text) {
        try {
            var file = Path.of(text);
            if (Files.size(file) > LARGEST) {
                throw usage("%s: %s is too large".formatted(parameter, text));
            }
            return Files.readString(file);
        } catch (IOException | InvalidPathException _) {
            throw usage("%s: the file %s cannot be read".formatted(parameter, text));
        }
    }

    private CommandException usage(String message) {
        return CommandException.usage("%s: %s".formatted(side.flag(), message));
    }
}
