package dev.pgconvoy.launcher.embedded;

import java.util.Optional;

/// @param kafkaPort on 127.0.0.1; 0 for a free one
/// @param restPort of the monitor; 0 for a free one
/// @param servers empty when the servers are somebody else's
public record InstallationSettings(int kafkaPort, int restPort, Optional<Servers> servers) {

    public static final InstallationSettings WITHOUT_SERVERS = new InstallationSettings(0, 0, Optional.empty());

    /// Two PostgreSQL servers by their major versions; port 0 is a free one.
    public record Servers(int sourceVersion, int sourcePort, int targetVersion, int targetPort) {}
}
