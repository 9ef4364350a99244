package dev.pgconvoy.launcher.fleet.rehearsal;

import dev.pgconvoy.migration.MigrationRequest;

/// What is to be requested to rehearse a server.
public record PlannedRehearsal(String server, MigrationRequest request) {}
