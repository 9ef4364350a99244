package dev.pgconvoy.fleet;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// Tells plans apart by what decides when migrations begin and who is told of them, and by nothing of what they do.
public final class FleetSettings {

    private FleetSettings() {}

    /// Of all servers together.
    public static String hash(FleetSpec spec) {
        return hash(List.of(spec.waves(), spec.limits(), spec.windows(), spec.gates()));
    }

    /// Of one server.
    public static String hash(FleetSpec spec, FleetServer server) {
        var settings = new ArrayList<Object>(List.of(
                server.labels(),
                server.priority(),
                server.needs(),
                server.expectedDuration().orElse(spec.defaults().expectedDuration())));
        server.options()
                .notifications()
                .or(() -> spec.defaults().options().notifications())
                .ifPresent(settings::add);
        return hash(settings);
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
