package dev.pgconvoy.fleet;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// Tells plans apart by what decides when migrations begin, and by nothing of what they do.
public final class FleetSettings {

    private FleetSettings() {}

    /// Of all servers together.
    public static String hash(FleetSpec spec) {
        return hash(List.of(spec.waves(), spec.limits(), spec.windows(), spec.gates()));
    }

    /// Of one server.
    public static String hash(FleetSpec spec, FleetServer server) {
        return hash(List.of(
                server.labels(),
                server.priority(),
                server.needs(),
                server.expectedDuration().orElse(spec.defaults().expectedDuration())));
    }

    /// Records say all that they hold, and sorted maps in one order only.
    private static String hash(List<?> settings) {
        try {
            var digest = MessageDigest.getInstance("SHA-256")
                    .digest(settings.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
