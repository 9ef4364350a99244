package dev.pgconvoy.it.faults;

import dev.pgconvoy.it.content.ContentLines;
import dev.pgconvoy.it.content.SuperuserSql;
import dev.pgconvoy.it.content.TestDatabases;
import dev.pgconvoy.it.environment.RunningServer;
import java.sql.SQLException;
import java.util.List;

/// A database at one moment, to be compared with itself at a later one. Tables without a log are left out:
/// a crash of the server may empty them.
///
/// @param oid 0 when it is not there
/// @param rowsWritten as the server has counted, 0 after a crash
record DatabaseState(long oid, List<String> contents, long relations, long rowsWritten) {

    private static final DatabaseState ABSENT = new DatabaseState(0, List.of(), 0, 0);

    DatabaseState {
        contents = List.copyOf(contents);
    }

    static DatabaseState of(RunningServer server, String database) throws SQLException {
        if (!TestDatabases.names(server).contains(database)) {
            return ABSENT;
        }
        var contents = ContentLines.of(server, database);
        var lines = new java.util.ArrayList<>(contents.tables());
        lines.addAll(contents.sequences());
        lines.addAll(contents.largeObjects());
        var withoutLog = SuperuserSql.lines(server, database, """
                SELECT format('%s.%s:', relnamespace::regnamespace, relname) FROM pg_class
                WHERE relkind = 'r' AND relpersistence = 'u'""");
        lines.removeIf(line -> withoutLog.stream().anyMatch(line::startsWith));
        return new DatabaseState(
                oid(server, database),
                lines,
                number(server, database, "SELECT count(*) FROM pg_class"),
                number(server, database, """
                        SELECT tup_inserted + tup_updated + tup_deleted FROM pg_stat_database
                        WHERE datname = current_database()"""));
    }

    static long oid(RunningServer server, String database) throws SQLException {
        return number(server, "postgres", "SELECT oid FROM pg_database WHERE datname = '%s'".formatted(database));
    }

    private static long number(RunningServer server, String database, String sql) throws SQLException {
        return SuperuserSql.lines(server, database, sql).stream()
                .findFirst()
                .map(Long::parseLong)
                .orElse(0L);
    }

    boolean sameAs(DatabaseState other) {
        return oid == other.oid && relations == other.relations && contents.equals(other.contents);
    }

    boolean hasFewerWritesThan(DatabaseState later) {
        return rowsWritten < later.rowsWritten;
    }

    @Override
    public String toString() {
        return oid == 0
                ? "absent"
                : "oid %d with %d relations, %d rows written, %s".formatted(oid, relations, rowsWritten, contents);
    }
}
