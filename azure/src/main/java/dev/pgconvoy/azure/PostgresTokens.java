package dev.pgconvoy.azure;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.management.AzureEnvironment;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.secret.Secret;
import dev.pgconvoy.secret.SecretRef;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Tokens by which Azure's PostgreSQL servers know our identity. One is used until shortly before it ends.
final class PostgresTokens {

    private static final Duration LEAST_LEFT = Duration.ofMinutes(5);
    private static final int MOST_KEPT = 64;
    private static final String PUBLIC_SCOPE = "https://ossrdbms-aad.database.windows.net/.default";

    /// By the address where tokens of the cloud are made.
    private static final Map<String, String> SCOPES = Map.of(
            AzureEnvironment.AZURE.getActiveDirectoryEndpoint(),
            PUBLIC_SCOPE,
            AzureEnvironment.AZURE_US_GOVERNMENT.getActiveDirectoryEndpoint(),
            "https://ossrdbms-aad.database.usgovcloudapi.net/.default",
            AzureEnvironment.AZURE_CHINA.getActiveDirectoryEndpoint(),
            "https://ossrdbms-aad.database.chinacloudapi.cn/.default");

    private final AzureConnection connection;
    private final InstantSource clock;
    private final Map<String, AccessToken> tokens = new ConcurrentHashMap<>();

    PostgresTokens(AzureConnection connection, InstantSource clock) {
        this.connection = connection;
        this.clock = clock;
    }

    Secret token(SecretRef.EntraToken reference) {
        if (tokens.size() >= MOST_KEPT) {
            tokens.clear();
        }
        var token = tokens.compute(
                reference.text(), (_, known) -> known != null && isFresh(known) ? known : fetch(reference));
        return new Secret(token.getToken());
    }

    private boolean isFresh(AccessToken token) {
        return clock.instant().plus(LEAST_LEFT).isBefore(token.getExpiresAt().toInstant());
    }

    private AccessToken fetch(SecretRef.EntraToken reference) {
        try {
            return credential(reference)
                    .getTokenSync(new TokenRequestContext()
                            .addScopes(scope(connection.settings().environment())));
        } catch (MigrationException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new MigrationException(AzureFailures.of(e, reference.text()), e);
        }
    }

    private TokenCredential credential(SecretRef.EntraToken reference) {
        var settings = connection.settings();
        return settings.token().isPresent() || reference.clientId().isEmpty()
                ? connection.credential()
                : new ManagedIdentityCredentialBuilder()
                        .httpClient(connection.http())
                        .clientId(reference.clientId().get())
                        .build();
    }

    static String scope(AzureEnvironment environment) {
        return SCOPES.entrySet().stream()
                .filter(cloud -> withoutSlash(cloud.getKey())
                        .equalsIgnoreCase(withoutSlash(environment.getActiveDirectoryEndpoint())))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(PUBLIC_SCOPE);
    }

    private static String withoutSlash(String address) {
        return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    }
}
