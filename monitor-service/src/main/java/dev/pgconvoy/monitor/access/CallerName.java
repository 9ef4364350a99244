package dev.pgconvoy.monitor.access;

import java.util.Optional;

/// Who calls.
public interface CallerName {

    /// Whoever reaches this monitor, where that is enough.
    String LOCAL = "local";

    /// Whoever has the token of this monitor itself, which names nobody.
    String TOKEN_OF_OUR_OWN = "token";

    /// As the issuer's token names the caller of the request at hand; empty where there is no issuer.
    Optional<String> get();

    /// Who is said to have asked for what the call at hand asks for. To be called on the
    /// thread of the call.
    default String actor() {
        return get().orElse(LOCAL);
    }
}
