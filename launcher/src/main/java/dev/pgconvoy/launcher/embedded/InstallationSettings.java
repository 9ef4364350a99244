package dev.pgconvoy.launcher.embedded;

import dev.pgconvoy.secret.AllowedReferences;
import java.util.Optional;

/// @param kafkaPort on 127.0.0.1; 0 for a free one
/// @param restPort of the monitor; 0 for a free one
/// @param servers empty when the servers are somebody else's
/// @param references that requests may name, besides the passwords of our own servers
public record InstallationSettings(
        int kafkaPort, int restPort, Optional<Servers> servers, AllowedReferences references) {

    public static InstallationSettings withoutServers(AllowedReferences references) {
        return new InstallationSettings(0, 0, Optional.empty(), references);
    }

    /// Two PostgreSQL servers by their major versions; port 0 is a free one.
    public record Servers(int sourceVersion, int sourcePort, int targetVersion, int targetPort) {}
}
