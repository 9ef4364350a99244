package dev.pgconvoy.preflight.check;

import static dev.pgconvoy.postgres.Identifiers.quoted;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.preflight.examination.Check;
import dev.pgconvoy.preflight.examination.Examination;
import dev.pgconvoy.preflight.examination.NameListing;
import dev.pgconvoy.preflight.examination.PreflightSql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/// Whoever is connected to a database that is to be overwritten is disconnected. Here are those for whom the target's
/// user lacks the right.
final class TargetSessions implements Check {

    private static final String SESSIONS = PreflightSql.read("check/list_sessions_not_ours_to_end");

    record Row(String database, int pid, String user, String application, boolean ofSuperuser) {

        String told() {
            return "process %d of %s%s"
                    .formatted(pid, quoted(user), application.isEmpty() ? "" : " (%s)".formatted(application));
        }
    }

    @Override
    public String name() {
        return "target-sessions";
    }

    @Override
    public List<Finding> run(Examination examination) throws SQLException {
        var request = examination.request();
        if (!request.options().overwriteDbsInTarget()) {
            return List.of();
        }
        var target = examination.target();
        var selected = Set.copyOf(examination.selection().names());
        var rows = target.query(SESSIONS, TargetSessions::read).stream()
                .filter(row -> selected.contains(row.database))
                .filter(row -> !row.database.equals(target.endpoint().maintenanceDatabase()))
                .toList();
        return assess(target.endpoint().user(), rows);
    }

    private static Row read(ResultSet row) throws SQLException {
        return new Row(row.getString(1), row.getInt(2), row.getString(3), row.getString(4), row.getBoolean(5));
    }

    List<Finding> assess(String user, List<Row> rows) {
        return rows.stream().collect(groupingBy(Row::database, TreeMap::new, toList())).values().stream()
                .map(sessions -> cannotEnd(user, sessions))
                .toList();
    }

    private Finding cannotEnd(String user, List<Row> sessions) {
        var end = sessions.stream()
                .map(row -> "SELECT pg_terminate_backend(%d);".formatted(row.pid))
                .collect(joining(" "));
        var ofSuperusers = sessions.stream().anyMatch(Row::ofSuperuser);
        var grant = "GRANT pg_signal_backend TO %s;".formatted(quoted(user));
        var finding = Finding.error(
                name(),
                FindingCode.CANNOT_END_SESSIONS,
                sessions.getFirst().database,
                "It is to be overwritten on the target, and user %s may not end the sessions that are in it: %s."
                        .formatted(
                                quoted(user),
                                NameListing.of(sessions.stream().map(Row::told).toList())),
                ofSuperusers
                        ? "Close them, or have a superuser of the target end them: " + end
                        : "Close them; or, as a superuser of the target: %s or %s".formatted(grant, end));
        return ofSuperusers ? finding : finding.atTarget(grant);
    }
}
