package dev.pgconvoy.monitor.api;

import io.quarkus.runtime.Startup;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Who may call. Everybody, unless an issuer of tokens is configured: then who sends a token that it made for us.
@Startup
@Singleton
public final class Callers {

    private static final String AUDIENCE = "quarkus.oidc.token.audience";

    private final CurrentIdentityAssociation identity;
    private final boolean tokensAreDemanded;

    Callers(
            CurrentIdentityAssociation identity,
            @ConfigProperty(name = "quarkus.oidc.tenant-enabled", defaultValue = "false") boolean tokensAreDemanded,
            @ConfigProperty(name = AUDIENCE) Optional<List<String>> audience) {
        if (tokensAreDemanded && audience.orElse(List.of()).isEmpty()) {
            throw new IllegalStateException(
                    "quarkus.oidc.tenant-enabled needs %s: without it every token of the issuer would do, for whomever it was made."
                            .formatted(AUDIENCE));
        }
        this.identity = identity;
        this.tokensAreDemanded = tokensAreDemanded;
    }

    /// Whether the caller of the request at hand may.
    public Uni<Boolean> mayCall() {
        if (!tokensAreDemanded) {
            return Uni.createFrom().item(true);
        }
        return identity.getDeferredIdentity()
                .map(caller -> !caller.isAnonymous())
                .onFailure(AuthenticationFailedException.class)
                .recoverWithItem(false);
    }
}
