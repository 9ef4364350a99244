package dev.pgconvoy.arm;

import java.util.Optional;
import java.util.regex.Pattern;

/// The resource id of a migration; the fixed words in any case.
public record ResourceId(String subscriptionId, String resourceGroup, String server, String name) {

    private static final Pattern FORM = Pattern.compile(
            "/subscriptions/([^/]+)/resourceGroups/([^/]+)/providers/Microsoft\\.DBforPostgreSQL/flexibleServers/([^/]+)"
                    + "/migrations/([^/]+)",
            Pattern.CASE_INSENSITIVE);

    /// @return empty when it is none
    public static Optional<ResourceId> parse(String text) {
        var match = FORM.matcher(text);
        return match.matches()
                ? Optional.of(new ResourceId(match.group(1), match.group(2), match.group(3), match.group(4)))
                : Optional.empty();
    }

    public String serverId() {
        return "/subscriptions/%s/resourceGroups/%s/providers/Microsoft.DBforPostgreSQL/flexibleServers/%s"
                .formatted(subscriptionId, resourceGroup, server);
    }

    @Override
    public String toString() {
        return serverId() + "/migrations/" + name;
    }
}
