package dev.pgconvoy.preflight.check;

import static dev.pgconvoy.postgres.Identifiers.quoted;
import static java.util.stream.Collectors.joining;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.preflight.examination.DatabaseCheck;
import dev.pgconvoy.preflight.examination.Examination;
import dev.pgconvoy.preflight.examination.NameListing;
import dev.pgconvoy.preflight.examination.PreflightSql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/// Locks at the source for which the copy would wait. Those of a moment are none of them: the check looks twice.
final class HeldLocks extends DatabaseCheck<HeldLocks.Row> {

    private static final String HELD = PreflightSql.read("check/list_held_locks");
    private static final long BETWEEN_MILLIS = 1000;

    /// @param pid 0 for a prepared transaction
    record Row(String database, String relation, int pid, String user, String application) {

        String told() {
            return pid == 0
                    ? "%s by a prepared transaction".formatted(relation)
                    : "%s by process %d of %s%s"
                            .formatted(
                                    relation,
                                    pid,
                                    quoted(user),
                                    application.isEmpty() ? "" : " (%s)".formatted(application));
        }
    }

    @Override
    public String name() {
        return "held-locks";
    }

    @Override
    protected String question(Examination examination) {
        return HELD;
    }

    @Override
    protected Row read(String database, ResultSet row) throws SQLException {
        return new Row(database, row.getString(1), row.getInt(2), row.getString(3), row.getString(4));
    }

    @Override
    protected List<Finding> assess(Examination examination, List<Row> rows) throws SQLException {
        if (rows.isEmpty()) {
            return List.of();
        }
        LookInterval.of(BETWEEN_MILLIS);
        var before = Set.copyOf(rows);
        return assess(ask(examination, rows.getFirst().database).stream()
                .filter(before::contains)
                .toList());
    }

    List<Finding> assess(List<Row> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        return List.of(Finding.warning(
                name(),
                FindingCode.LOCKS_HELD,
                rows.getFirst().database,
                "Reading has to wait while these locks are held at the source: %s."
                        .formatted(NameListing.of(rows.stream().map(Row::told).toList())),
                remedy(rows)));
    }

    private static String remedy(List<Row> rows) {
        var end = rows.stream()
                .filter(row -> row.pid != 0)
                .map(row -> "SELECT pg_terminate_backend(%d);".formatted(row.pid))
                .distinct()
                .collect(joining(" "));
        return end.isEmpty()
                ? "Commit the prepared transaction or roll it back: SELECT gid FROM pg_prepared_xacts; COMMIT PREPARED '…';"
                : "Let these transactions end; or on the source, which rolls them back: " + end;
    }
}
