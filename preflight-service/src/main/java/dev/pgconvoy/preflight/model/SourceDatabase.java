package dev.pgconvoy.preflight.model;

import java.util.Set;

/// A database of the source, as `pg_database` tells it.
///
/// @param acceptsConnections neither closed (`datallowconn`) nor left over from an interrupted DROP DATABASE
/// @param mayConnect whether the migration user has the CONNECT privilege
public record SourceDatabase(
        String name, String encoding, boolean template, boolean acceptsConnections, boolean mayConnect) {

    public static final String POSTGRES = "postgres";

    /// The only one that the server converts to others, but not to UTF-8, which our sessions speak.
    private static final String WITHOUT_UTF8 = "MULE_INTERNAL";

    private static final Set<String> OF_PROVIDERS =
            Set.of("azure_maintenance", "azure_sys", "cloudsqladmin", "rdsadmin");

    /// Whether it moves when all databases were asked for.
    boolean belongsToTheUser() {
        return !template && acceptsConnections && !name.equals(POSTGRES) && !OF_PROVIDERS.contains(name);
    }

    public boolean cannotSpeakUtf8() {
        return encoding.equals(WITHOUT_UTF8);
    }

    public boolean isReachable() {
        return acceptsConnections && mayConnect && !cannotSpeakUtf8();
    }
}
