package dev.pgconvoy.monitor.access;

import java.util.Optional;

/// What is to be known of a call before anything is done for it.
///
/// @param host the header, or HTTP/2's `:authority`
/// @param hasBody whether a body comes with it
record IncomingCall(
        String method,
        String path,
        String scheme,
        Optional<String> host,
        Optional<String> origin,
        Optional<String> fetchSite,
        Optional<String> contentType,
        boolean hasBody) {

    boolean changesSomething() {
        return switch (method) {
            case "GET", "HEAD", "OPTIONS", "TRACE" -> false;
            default -> true;
        };
    }

    /// Health and metrics, which are asked for by address and show no migration.
    boolean isOfMachines() {
        return path.startsWith("/q/health") || path.equals("/q/metrics");
    }
}
