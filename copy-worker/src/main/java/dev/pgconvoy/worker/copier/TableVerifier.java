package dev.pgconvoy.worker.copier;

import dev.pgconvoy.copy.Work.TableCheck;
import dev.pgconvoy.event.TaskResult.UnitResult;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.secret.ServerSide;
import dev.pgconvoy.worker.catalog.DigestSql;
import dev.pgconvoy.worker.catalog.PlannedCode;
import dev.pgconvoy.worker.catalog.RowConditions;
import dev.pgconvoy.worker.wire.WireSession;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Counts rows and sums their checksums on both servers at once; the sum does not depend on the order of rows.
final class TableVerifier {

    private static final int SHORTEST_FLOATS_SINCE = 12;
    private static final int ALL_DIGITS = 3;
    private static final int FEWER_DIGITS = 0;

    private TableVerifier() {}

    /// Those of the tables that may not be queried on one of the servers.
    ///
    /// @param source outside of the snapshot: what the planner reads is the catalog of now
    static Set<TableName> unplanned(List<TableCheck> checks, Connection source, Connection target) throws SQLException {
        var unplanned = new HashSet<TableName>();
        for (var session : List.of(source, target)) {
            unplanned.addAll(PlannedCode.among(tables(checks, false), session));
            unplanned.addAll(PlannedCode.amongTrees(tables(checks, true), session));
        }
        return unplanned;
    }

    private static List<TableName> tables(List<TableCheck> checks, boolean trees) {
        return checks.stream()
                .filter(check -> check.tree() == trees)
                .map(TableCheck::table)
                .distinct()
                .toList();
    }

    record Content(long rows, String checksum) {}

    /// @param unplanned tables that may not be queried, see [PlannedCode]
    static UnitResult verify(TableCheck check, Set<TableName> unplanned, WireSession source, WireSession target)
            throws SQLException {
        var comparison = unplanned.contains(check.table())
                ? (Comparison) RowStreamVerifier::verify
                : (Comparison) TableVerifier::compare;
        return verify(check, comparison, source, target);
    }

    private interface Comparison {
        UnitResult compare(TableCheck check, WireSession source, WireSession target) throws SQLException;
    }

    private static UnitResult verify(TableCheck check, Comparison comparison, WireSession source, WireSession target)
            throws SQLException {
        if (writesShortestFloats(source.jdbc()) == writesShortestFloats(target.jdbc())) {
            return comparison.compare(check, source, target);
        }
        writeFloats(FEWER_DIGITS, source.jdbc(), target.jdbc());
        var result = comparison.compare(check, source, target);
        writeFloats(ALL_DIGITS, source.jdbc(), target.jdbc());
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

    private static UnitResult compare(TableCheck check, WireSession source, WireSession target) throws SQLException {
        var began = System.nanoTime();
        var expected = new FutureTask<>(() -> content(ServerSide.SOURCE, source, sourceSql(check), target));
        Thread.ofVirtual().start(expected);
        var found = new FutureTask<>(() -> content(ServerSide.TARGET, target, targetSql(check), source));
        found.run();
        var firstFault = firstFault(expected, found);
        if (firstFault.isPresent()) {
            throw firstFault.get();
        }
        var wanted = expected.resultNow();
        return new UnitResult(
                check.unit(),
                wanted.rows(),
                0,
                (System.nanoTime() - began) / 1_000_000,
                found.resultNow().rows(),
                wanted.checksum(),
                found.resultNow().checksum(),
                List.of());
    }

    /// The one that made the other session end, when both failed.
    private static Optional<SQLException> firstFault(FutureTask<Content> expected, FutureTask<Content> found) {
        var faults = new ArrayList<Fault>();
        for (var task : List.of(expected, found)) {
            try {
                task.get();
            } catch (ExecutionException e) {
                faults.add(
                        switch (e.getCause()) {
                            case Fault fault -> fault;
                            case null, default -> throw new IllegalStateException(e);
                        });
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                faults.add(new Fault(new SQLException("interrupted", "57014", e)));
            }
        }
        return faults.stream().min(Comparator.comparing(fault -> fault.atNanos)).map(fault -> fault.fault);
    }

    /// When it was met, because the other session is ended by it.
    private static final class Fault extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient SQLException fault;
        private final long atNanos = System.nanoTime();

        Fault(SQLException fault) {
            super(fault);
            this.fault = fault;
        }
    }

    /// Whoever fails ends the other, or a fault would only be told when the other server has read all its rows.
    private static Content content(ServerSide side, WireSession session, String sql, WireSession other) throws Fault {
        try {
            return content(session.jdbc(), sql);
        } catch (SQLException e) {
            var fault = new Fault(UnreadableException.of(side, e));
            other.abort();
            throw fault;
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
        return sql(check, check.slice().map(slice -> RowConditions.of(slice.source())));
    }

    static String targetSql(TableCheck check) {
        return sql(check, check.slice().map(slice -> RowConditions.of(slice.target())));
    }

    private static String sql(TableCheck check, Optional<String> rows) {
        var sum = check.digest()
                .map(digest -> "coalesce(sum(%s), 0)::text".formatted(DigestSql.of(digest)))
                .orElse("''");
        return "SELECT count(*), %s FROM %s%s AS t%s"
                .formatted(
                        sum,
                        check.tree() ? "" : "ONLY ",
                        check.table().quoted(),
                        rows.map(condition -> " WHERE " + condition).orElse(""));
    }
}
