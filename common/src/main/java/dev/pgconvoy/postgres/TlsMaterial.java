package dev.pgconvoy.postgres;

import dev.pgconvoy.secret.Secret;
import dev.pgconvoy.tls.TrustedRoots;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.util.Optional;
import java.util.function.Function;

/// What proves who is at both ends of a link.
///
/// @param roots in PEM, or [#WELL_KNOWN]; empty when whoever answers is believed
/// @param certificate of ours, in PEM
/// @param key of ours, in PEM
record TlsMaterial(Optional<String> roots, Optional<String> certificate, Optional<Secret> key) {

    static final String WELL_KNOWN = "system";

    static TrustedRoots trusted(String roots) throws CertificateException {
        return roots.equals(WELL_KNOWN) ? TrustedRoots.wellKnown() : TrustedRoots.read(roots);
    }

    /// @param newFile makes an empty file that only its owner reads, by the end of its name
    LibpqFiles write(Function<String, Path> newFile) {
        var files = new LibpqFiles();
        try {
            roots.ifPresent(pem -> files.write(
                    "PGSSLROOTCERT",
                    newFile.apply(".roots"),
                    pem.equals(WELL_KNOWN) ? TrustedRoots.wellKnown().pem() : pem));
            certificate.ifPresent(pem -> files.write("PGSSLCERT", newFile.apply(".crt"), pem));
            key.ifPresent(secret -> secret.use(pem -> files.write("PGSSLKEY", newFile.apply(".key"), pem)));
            return files;
        } catch (RuntimeException e) {
            files.close();
            throw e;
        }
    }
}
