package dev.pgconvoy.monitor.api;

import dev.pgconvoy.secret.PasswordUse;
import dev.pgconvoy.secret.SealKey;
import dev.pgconvoy.secret.Secret;
import dev.pgconvoy.secret.SecretRef;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Seals passwords with this installation's key, if it has one. An unreadable key stops the start.
@Startup
@Singleton
public final class PasswordSealer {

    private final Optional<SealKey> key;

    public PasswordSealer(@ConfigProperty(name = "pgconvoy.seal-key-file") Optional<Path> file) {
        this.key = file.map(SealKey::read);
    }

    /// @return empty when there is no key
    Optional<SecretRef.Sealed> seal(Secret secret, PasswordUse use) {
        return key.map(sealKey -> sealKey.seal(secret, use));
    }
}
