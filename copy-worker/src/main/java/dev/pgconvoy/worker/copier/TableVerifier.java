package dev.pgconvoy.worker.copier;

import dev.pgconvoy.copy.TaskResult.UnitResult;
import dev.pgconvoy.copy.Work.TableCheck;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// Counts rows and sums their checksums on both servers at once; the sum does not depend on the order of rows.
final class TableVerifier {

    private static final int SHORTEST_FLOATS_SINCE = 12;
    private static final int ALL_DIGITS = 3;
    private static final int FEWER_DIGITS = 0;

    private TableVerifier() {}

    record Content(long rows, String checksum) {}

    static UnitResult verify(TableCheck check, Connection source, Connection target) throws SQLException {
        if (writesShortestFloats(source) == writesShortestFloats(target)) {
            return compare(check, source, target);
        }
        writeFloats(FEWER_DIGITS, source, target);
        var result = compare(check, source, target);
        writeFloats(ALL_DIGITS, source, target);
        return result;
    }

    /// Servers before 12 write a floating point number inside another value with other digits than later ones; only the
    /// first 15 are the same. Those that are values themselves are compared by their bits.
    private static boolean writesShortestFloats(Connection session) throws SQLException {
        return session.getMetaData().getDatabaseMajorVersion() >= SHORTEST_FLOATS_SINCE;
    }

    private static void writeFloats(int digits, Connection... sessions) throws SQLException {
        for (var session : sessions) {
            try (var statement = session.createStatement()) {
                statement.execute("SET extra_float_digits = " + digits);
            }
        }
    }

    private static UnitResult compare(TableCheck check, Connection source, Connection target) throws SQLException {
        var began = System.nanoTime();
        var expected = CompletableFuture.supplyAsync(
                () -> unchecked(source, sourceSql(check)),
                task -> Thread.ofVirtual().start(task));
        Content found;
        try {
            found = content(target, targetSql(check));
        } catch (SQLException e) {
            expected.exceptionally(_ -> new Content(0, "")).join();
            throw e;
        }
        try {
            var wanted = expected.join();
            return new UnitResult(
                    check.unit(),
                    wanted.rows(),
                    0,
                    (System.nanoTime() - began) / 1_000_000,
                    found.rows(),
                    wanted.checksum(),
                    found.checksum(),
                    java.util.List.of());
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
        try (var statement = session.createStatement()) {
            statement.setEscapeProcessing(false);
            try (var row = statement.executeQuery(sql)) {
                row.next();
                return new Content(row.getLong(1), row.getString(2));
            }
        }
    }

    static String sourceSql(TableCheck check) {
        return sql(check, check.slice().map(slice -> slice.source()));
    }

    static String targetSql(TableCheck check) {
        return sql(check, check.slice().map(slice -> slice.target()));
    }

    private static String sql(TableCheck check, Optional<String> rows) {
        var sum = check.digest().isEmpty() ? "''" : "coalesce(sum(%s), 0)::text".formatted(check.digest());
        return "SELECT count(*), %s FROM %s%s AS t%s"
                .formatted(
                        sum,
                        check.tree() ? "" : "ONLY ",
                        check.table().quoted(),
                        rows.map(condition -> " WHERE " + condition).orElse(""));
    }
}
