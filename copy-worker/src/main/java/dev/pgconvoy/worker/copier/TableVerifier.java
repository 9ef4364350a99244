package dev.pgconvoy.worker.copier;

import dev.pgconvoy.copy.TaskResult.UnitResult;
import dev.pgconvoy.copy.Work.TableCopy;
import dev.pgconvoy.migration.VerifyMode;
import dev.pgconvoy.postgres.Identifiers;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// Counts rows and sums a hash of each row's text on both servers at once; the sum does not depend on the order of
/// rows.
final class TableVerifier {

    private static final int EXTENDED_HASH_SINCE = 11;
    private static final int MOST_ROW_FIELDS = 1_600;

    private TableVerifier() {}

    record Content(long rows, String checksum) {}

    static UnitResult verify(TableCopy table, VerifyMode mode, Connection source, Connection target)
            throws SQLException {
        var began = System.nanoTime();
        var sql = sql(table, mode, Math.min(major(source), major(target)));
        var expected = CompletableFuture.supplyAsync(
                () -> unchecked(source, sql), task -> Thread.ofVirtual().start(task));
        Content found;
        try {
            found = content(target, sql);
        } catch (SQLException e) {
            expected.exceptionally(_ -> new Content(0, "")).join();
            throw e;
        }
        try {
            var wanted = expected.join();
            return new UnitResult(
                    "verify " + table.table().quoted(),
                    wanted.rows(),
                    0,
                    (System.nanoTime() - began) / 1_000_000,
                    found.rows(),
                    wanted.checksum(),
                    found.checksum());
        } catch (CompletionException e) {
            if (e.getCause() instanceof SqlFault fault) {
                throw fault.cause;
            }
            throw e;
        }
    }

    private static final class SqlFault extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient SQLException cause;

        SqlFault(SQLException cause) {
            super(cause);
            this.cause = cause;
        }
    }

    private static Content unchecked(Connection session, String sql) {
        try {
            return content(session, sql);
        } catch (SQLException e) {
            throw new SqlFault(e);
        }
    }

    private static Content content(Connection session, String sql) throws SQLException {
        try (var statement = session.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return new Content(row.getLong(1), row.getString(2));
        }
    }

    private static int major(Connection session) throws SQLException {
        return session.getMetaData().getDatabaseMajorVersion();
    }

    static String sql(TableCopy table, VerifyMode mode, int oldestMajor) {
        if (mode == VerifyMode.COUNTS || table.columns().isEmpty()) {
            return "SELECT count(*), '' FROM ONLY " + table.table().quoted();
        }
        return "SELECT count(*), coalesce(sum(%s), 0)::text FROM ONLY %s AS t"
                .formatted(hash(rowText(table), oldestMajor), table.table().quoted());
    }

    private static String rowText(TableCopy table) {
        var columns = table.columns().stream()
                .limit(MOST_ROW_FIELDS)
                .map(column -> "t." + Identifiers.quoted(column))
                .collect(java.util.stream.Collectors.joining(", "));
        return "ROW(%s)::text".formatted(columns);
    }

    private static String hash(String text, int oldestMajor) {
        return oldestMajor >= EXTENDED_HASH_SINCE
                ? "pg_catalog.hashtextextended(%s COLLATE \"C\", 0)".formatted(text)
                : "('x' || pg_catalog.substr(pg_catalog.md5(%s), 1, 16))::bit(64)::bigint".formatted(text);
    }
}
