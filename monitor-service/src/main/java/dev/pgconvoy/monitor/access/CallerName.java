package dev.pgconvoy.monitor.access;

import java.util.Optional;

/// Who calls.
public interface CallerName {

    /// As the issuer's token names the caller of the request at hand; empty where there is no issuer.
    Optional<String> get();
}
