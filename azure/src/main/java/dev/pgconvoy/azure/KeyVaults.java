package dev.pgconvoy.azure;

import com.azure.core.http.policy.ExponentialBackoffOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.security.keyvault.secrets.SecretClient;
import com.azure.security.keyvault.secrets.SecretClientBuilder;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.secret.Secret;
import dev.pgconvoy.secret.SecretRef;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Reads secrets from key vaults. A migration opens many connections, so what was read is kept for a minute.
final class KeyVaults {

    private static final Duration KEPT = Duration.ofMinutes(1);
    private static final int MOST_KEPT = 1_000;
    /// Whoever wants the secret tries again for longer.
    private static final RetryOptions RETRIES = new RetryOptions(new ExponentialBackoffOptions()
            .setMaxRetries(2)
            .setBaseDelay(Duration.ofMillis(500))
            .setMaxDelay(Duration.ofSeconds(5)));

    private final AzureConnection connection;
    private final InstantSource clock;
    private final Map<String, SecretClient> clients = new ConcurrentHashMap<>();
    private final Map<String, Kept> kept = new ConcurrentHashMap<>();

    private record Kept(Secret secret, Instant until) {}

    KeyVaults(AzureConnection connection, InstantSource clock) {
        this.connection = connection;
        this.clock = clock;
    }

    Secret read(SecretRef.KeyVault reference) {
        var now = clock.instant();
        if (kept.size() >= MOST_KEPT) {
            kept.clear();
        }
        return kept.compute(
                        reference.secretId(),
                        (_, known) -> known != null && now.isBefore(known.until())
                                ? known
                                : new Kept(fetch(reference), now.plus(KEPT)))
                .secret();
    }

    private Secret fetch(SecretRef.KeyVault reference) {
        var id = URI.create(reference.secretId());
        // "/secrets/<name>" or "/secrets/<name>/<version>"
        var path = id.getPath().split("/");
        try {
            var client = clients.computeIfAbsent("https://" + id.getAuthority(), this::client);
            var secret = path.length > 3 ? client.getSecret(path[2], path[3]) : client.getSecret(path[2]);
            return new Secret(secret.getValue());
        } catch (RuntimeException e) {
            // Not as the cause: what cannot be read could be quoted in it.
            throw new MigrationException(VaultFailures.of(e, reference.text()), null);
        }
    }

    /// A token that is given is for no particular vault; all others are only shown to the vaults of their cloud.
    private SecretClient client(String vault) {
        var builder = new SecretClientBuilder()
                .vaultUrl(vault)
                .credential(connection.credential())
                .retryOptions(RETRIES)
                .httpClient(connection.http());
        if (connection.settings().token().isPresent()) {
            builder.disableChallengeResourceVerification();
        }
        return builder.buildClient();
    }
}
