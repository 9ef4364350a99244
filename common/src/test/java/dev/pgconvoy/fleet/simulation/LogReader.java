package dev.pgconvoy.fleet.simulation;

import dev.pgconvoy.migration.MigrationId;

/// Whose a migration is, told by its name.
final class LogReader {

    private LogReader() {}

    static boolean isOf(MigrationId id, String fleet, String server) {
        var whole = fleet + "." + server;
        return id.name().equals(whole) || id.name().startsWith(whole + ".");
    }

    /// Of a fleet whose name and servers have no dots in theirs.
    static String serverOf(MigrationId id) {
        return id.name().split("\\.", -1)[1];
    }

    static boolean isFirstCheck(MigrationId id) {
        return id.name().endsWith(".check-1");
    }

    static String fleetOf(MigrationId id) {
        return id.name().split("\\.", -1)[0];
    }
}
