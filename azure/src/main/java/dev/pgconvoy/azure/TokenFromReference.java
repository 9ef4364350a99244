package dev.pgconvoy.azure;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import dev.pgconvoy.secret.AllowedReferences;
import dev.pgconvoy.secret.SecretRef;
import dev.pgconvoy.secret.SecretResolver;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Mono;

/// A token that somebody else renews where it stands; it is read anew every minute.
record TokenFromReference(SecretRef reference, SecretResolver resolver, InstantSource clock)
        implements TokenCredential {

    private static final Duration VALIDITY = Duration.ofMinutes(1);

    /// Who configures a reference allows it.
    TokenFromReference(SecretRef reference, InstantSource clock) {
        this(reference, new SecretResolver(Optional.empty(), AllowedReferences.exactly(List.of(reference))), clock);
    }

    @Override
    public Mono<AccessToken> getToken(TokenRequestContext request) {
        return Mono.fromSupplier(() -> getTokenSync(request));
    }

    @Override
    public AccessToken getTokenSync(TokenRequestContext request) {
        return new AccessToken(
                resolver.configured(reference).use(String::strip),
                clock.instant().plus(VALIDITY).atOffset(ZoneOffset.UTC));
    }
}
