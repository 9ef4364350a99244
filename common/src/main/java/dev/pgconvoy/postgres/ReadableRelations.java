package dev.pgconvoy.postgres;

import java.sql.Connection;
import java.sql.SQLException;

/// What the queries of a session may read. Our own read tables only: a view in the place of a table, put there after
/// we had looked at the catalog, would run its owner's functions as our user. Statements of which code of users is a
/// part by its nature (a refreshed materialized view, a check) may read views, too.
///
/// Servers know the setting since the patch levels of August 2024 (CVE-2024-7348); older ones are left as they are.
public final class ReadableRelations {

    private static final int OLDEST_THAT_KNOWS = 12;

    private ReadableRelations() {}

    public static void allowAll(Connection session) throws SQLException {
        restrict(session, "");
    }

    /// As every session of ours begins.
    public static void allowTablesOnly(Connection session) throws SQLException {
        restrict(session, "view, foreign-table");
    }

    private static void restrict(Connection session, String kinds) throws SQLException {
        if (session.getMetaData().getDatabaseMajorVersion() < OLDEST_THAT_KNOWS) {
            return;
        }
        try (var statement = session.createStatement()) {
            statement.execute("""
                    SELECT pg_catalog.set_config('restrict_nonsystem_relation_kind', '%s', false)
                    WHERE pg_catalog.current_setting('restrict_nonsystem_relation_kind', true) IS NOT NULL""".formatted(kinds));
        }
    }
}
