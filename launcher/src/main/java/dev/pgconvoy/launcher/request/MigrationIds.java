package dev.pgconvoy.launcher.request;

import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.migration.MigrationId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/// Ids for migrations: `<host>-<port>/<name>`.
public final class MigrationIds {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int LONGEST = 63;

    private MigrationIds() {}

    static MigrationId of(String host, int port, Optional<String> name, Instant now) {
        return id(serverName(host, port), name, now);
    }

    /// There the first part is the name that the server has in Azure.
    static MigrationId inAzure(String host, Optional<String> name, Instant now) {
        var server = host.split("\\.", 2)[0];
        if (host.contains(":") || server.matches("[0-9]+")) {
            throw CommandException.usage(
                    "--target: Azure's service finds the server by its name; use NAME.postgres.database.azure.com");
        }
        return id(server, name, now);
    }

    private static MigrationId id(String server, Optional<String> name, Instant now) {
        try {
            return new MigrationId(server, name.orElseGet(() -> "migration-" + STAMP.format(now)));
        } catch (IllegalArgumentException e) {
            throw CommandException.usage("--name: " + e.getMessage());
        }
    }

    /// One name for one server, in the letters that ids have.
    static String serverName(String host, int port) {
        var suffix = "-" + port;
        var name = host.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]", "-").replaceAll("^[._-]+", "");
        return name.substring(0, Math.min(name.length(), LONGEST - suffix.length())) + suffix;
    }

    public static MigrationId parse(String text) {
        try {
            return MigrationId.parse(text);
        } catch (IllegalArgumentException e) {
            throw CommandException.usage("ID: " + e.getMessage());
        }
    }
}
