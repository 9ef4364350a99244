package dev.pgconvoy.monitor.api;

import java.util.Set;

/// Tells a reference to a secret from the secret itself, by its scheme.
final class SecretReferences {

    private static final Set<String> SCHEMES = Set.of("env", "file", "keyvault", "sealed", "entra");

    private SecretReferences() {}

    /// What has a scheme but is no valid reference is refused later, and never sealed by mistake.
    static boolean isReference(String text) {
        var colon = text.indexOf(':');
        return colon > 0 && SCHEMES.contains(text.substring(0, colon));
    }
}
