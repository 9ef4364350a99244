package dev.pgconvoy.arm;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a source is, as its resource id tells Azure's service: `<host>:<port>@<user>`, or the id of a server in Azure.
///
/// @param user empty when the id names none
/// @param server what matched, when the source is a server in Azure
record SourceAddress(String host, int port, String user, Optional<Kind> kind) {

    static final int POSTGRES_PORT = 5432;

    private static final Pattern HOST_PORT_USER = Pattern.compile("([^:@/]+|\\[[^\\]]+\\]):([0-9]{1,5})(?:@(.+))?");
    private static final Pattern AZURE_SERVER = Pattern.compile(
            "/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft\\.DBforPostgreSQL/(servers|flexibleServers)/([^/]+)",
            Pattern.CASE_INSENSITIVE);
    private static final String AZURE_HOST = "%s.postgres.database.azure.com";

    /// Azure's two services for PostgreSQL.
    enum Kind {
        SINGLE,
        FLEXIBLE
    }

    /// @return empty when it has neither form
    static Optional<SourceAddress> parse(String resourceId) {
        var address = HOST_PORT_USER.matcher(resourceId);
        if (address.matches()) {
            var user = address.group(3);
            return Optional.of(new SourceAddress(
                    address.group(1).replaceAll("[\\[\\]]", ""),
                    Integer.parseInt(address.group(2)),
                    user == null ? "" : user,
                    Optional.empty()));
        }
        var server = AZURE_SERVER.matcher(resourceId);
        return server.matches()
                ? Optional.of(
                        new SourceAddress(hostInAzure(server.group(2)), POSTGRES_PORT, "", Optional.of(kind(server))))
                : Optional.empty();
    }

    private static Kind kind(Matcher server) {
        return server.group(1).equalsIgnoreCase("servers") ? Kind.SINGLE : Kind.FLEXIBLE;
    }

    static String hostInAzure(String server) {
        return AZURE_HOST.formatted(server);
    }
}
