package dev.pgconvoy.monitor.arm.protocol;

import dev.pgconvoy.migration.connection.SslMode;

/// A server of the inventory.
///
/// @param name as it is configured; in paths its case does not count
public record TargetServer(String name, String host, int port, String database, SslMode sslMode, String location) {}
