package dev.pgconvoy.monitor.api;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Who may call. Everybody, unless an issuer of tokens is configured: then who sends a token of its.
@Singleton
public final class Callers {

    private final CurrentIdentityAssociation identity;
    private final boolean tokensAreDemanded;

    Callers(
            CurrentIdentityAssociation identity,
            @ConfigProperty(name = "quarkus.oidc.tenant-enabled", defaultValue = "false") boolean tokensAreDemanded) {
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
