package dev.pgconvoy.azure;

import com.azure.core.util.Configuration;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.secret.CloudSecrets;
import dev.pgconvoy.secret.Secret;
import dev.pgconvoy.secret.SecretRef;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Secrets of Azure: those in key vaults, and tokens of our identity for PostgreSQL servers. Nothing is read, loaded or
/// called before the first one is asked for.
public final class AzureSecrets implements CloudSecrets {

    private final Function<String, Optional<String>> lookup;
    private final InstantSource clock;
    private @Nullable Access access;

    private record Access(KeyVaults vaults, PostgresTokens tokens) {}

    /// @param lookup of a setting by its whole name, see [AzureSettings#read]
    public AzureSecrets(Function<String, Optional<String>> lookup, InstantSource clock) {
        this.lookup = lookup;
        this.clock = clock;
    }

    @Override
    public Secret keyVault(SecretRef.KeyVault reference) {
        return access(reference).vaults().read(reference);
    }

    @Override
    public Secret postgresToken(SecretRef.EntraToken reference) {
        return access(reference).tokens().token(reference);
    }

    private synchronized Access access(SecretRef reference) {
        var known = access;
        if (known == null) {
            known = open(reference);
            access = known;
        }
        return known;
    }

    private Access open(SecretRef reference) {
        try {
            var connection =
                    AzureConnection.of(AzureSettings.read(lookup), clock, Configuration.getGlobalConfiguration());
            return new Access(new KeyVaults(connection, clock), new PostgresTokens(connection, clock));
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new MigrationException(
                    FailureCode.AUTHENTICATION_FAILED,
                    reference.text(),
                    "Azure cannot be asked: %s.".formatted(e.getMessage()),
                    "Correct this setting of the service.");
        }
    }
}
