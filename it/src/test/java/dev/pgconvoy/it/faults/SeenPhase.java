package dev.pgconvoy.it.faults;

/// How far a migration has come, seen from outside: by what the target's own views show, or by what was said.
///
/// `%1$s` in a query is the database, `%2$d` its size on the source.
enum SeenPhase {
    CONNECTED("""
            SELECT count(*) > 0 FROM pg_stat_activity
            WHERE application_name LIKE 'pgconvoy%%' AND application_name NOT LIKE '%%preflight%%'"""),
    /// These three are seen by [DatabaseListLock].
    CREATE_DATABASE(""),
    DROP_DATABASE(""),
    RENAME_DATABASE(""),
    /// The first object of the user's is about to be made. Seen by [OwnersLock].
    SCHEMA(""),
    FIRST_ROWS("SELECT count(*) > 0 FROM pg_stat_progress_copy WHERE datname = '%1$s' AND tuples_processed > 0"),
    MID_COPY("SELECT coalesce(pg_database_size(oid) > %2$d * 6 / 10, false) FROM pg_database WHERE datname = '%1$s'"),
    INDEX("SELECT count(*) > 0 FROM pg_stat_progress_create_index WHERE datname = '%1$s'"),
    FOREIGN_KEY(running("%%FOREIGN KEY%%")),
    VERIFY(running("%%hash%%extended%%")),
    /// The end is decided and said, and not yet announced.
    FINISHING(""),
    /// A cancellation was asked for in the middle of the copy.
    CLOSING(""),
    ANNOUNCED("");

    private final String query;

    SeenPhase(String query) {
        this.query = query;
    }

    private static String running(String pattern) {
        return """
                SELECT count(*) > 0 FROM pg_stat_activity WHERE state = 'active'
                AND application_name LIKE 'pgconvoy%%%%' AND query LIKE '%s'
                """.formatted(pattern);
    }

    boolean isSeenOnTarget() {
        return !query.isEmpty();
    }

    /// Statements that take milliseconds: they are made to wait for a lock on a shared catalog.
    boolean isHeldByLock() {
        return switch (this) {
            case CREATE_DATABASE, DROP_DATABASE, RENAME_DATABASE, SCHEMA -> true;
            case CONNECTED, FIRST_ROWS, MID_COPY, INDEX, FOREIGN_KEY, VERIFY, FINISHING, CLOSING, ANNOUNCED -> false;
        };
    }

    String query(String database, long sourceBytes) {
        return query.formatted(database, sourceBytes);
    }
}
