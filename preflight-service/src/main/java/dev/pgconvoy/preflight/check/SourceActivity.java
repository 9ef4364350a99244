package dev.pgconvoy.preflight.check;

import static dev.pgconvoy.postgres.Identifiers.literal;
import static dev.pgconvoy.postgres.Identifiers.quoted;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.failure.Severity;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.preflight.examination.Check;
import dev.pgconvoy.preflight.examination.DatabaseCheck;
import dev.pgconvoy.preflight.examination.Examination;
import dev.pgconvoy.preflight.examination.NameListing;
import dev.pgconvoy.preflight.examination.PreflightSql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Who is still at work on the source. The check looks twice: a session counts that is there both
/// times, and a table whose counters of written rows have moved. Where nobody is connected at the
/// first look, there is no second one, unless the source must be quiet: those who connect only for
/// a moment write, too.
final class SourceActivity implements Check {

    private static final String SESSIONS = PreflightSql.read("check/list_sessions");
    private static final String WRITTEN = PreflightSql.read("check/count_written_rows");

    /// Servers before 15 tell the counters of a session no more often than twice a second, later ones once.
    private static final long BETWEEN_MILLIS = 1500;

    /// @param began when the session did; with the process it is who it is
    private static final String HIDDEN = "?";

    /// @param client the address; empty for one on the server's own machine
    record Session(String database, int pid, String began, String user, String application, String client) {

        String told() {
            return "%s (%s) from %s"
                    .formatted(quoted(user), application.isEmpty() ? "application unnamed" : application, from());
        }

        private String from() {
            return switch (client) {
                case "" -> "the server itself";
                case HIDDEN -> "an address that only members of pg_read_all_stats see";
                default -> client;
            };
        }
    }

    /// @param written tables whose rows changed between the two looks
    record Row(String database, List<Session> sessions, List<TableName> written) {}

    private record Counter(TableName table, long rows) {}

    @Override
    public String name() {
        return "source-activity";
    }

    @Override
    public List<Finding> run(Examination examination) throws SQLException {
        var requireQuiesced = examination.request().options().checksBesides().requireQuiesced();
        var findings = new ArrayList<Finding>();
        for (var row : look(examination, requireQuiesced)) {
            findings.addAll(assess(row, requireQuiesced));
        }
        return findings;
    }

    private static List<Row> look(Examination examination, boolean everywhere) throws SQLException {
        var first = sessions(examination);
        if (everywhere) {
            DatabaseCheck.reachable(examination).forEach(name -> first.putIfAbsent(name, List.of()));
        }
        if (first.isEmpty()) {
            return List.of();
        }
        var before = counters(examination, first.keySet());
        LookInterval.of(BETWEEN_MILLIS);
        var second = sessions(examination);
        var after = counters(examination, first.keySet());
        var rows = new ArrayList<Row>();
        first.forEach((database, sessions) -> {
            var stayed = new ArrayList<>(sessions);
            stayed.retainAll(Set.copyOf(second.getOrDefault(database, List.of())));
            rows.add(new Row(
                    database,
                    stayed,
                    moved(before.getOrDefault(database, List.of()), after.getOrDefault(database, List.of()))));
        });
        return rows;
    }

    private static Map<String, List<Session>> sessions(Examination examination) throws SQLException {
        var reachable = Set.copyOf(DatabaseCheck.reachable(examination));
        return examination.source().query(SESSIONS, SourceActivity::read).stream()
                .filter(session -> reachable.contains(session.database))
                .collect(groupingBy(Session::database, TreeMap::new, Collectors.toList()));
    }

    private static Session read(ResultSet row) throws SQLException {
        return new Session(
                row.getString(1),
                row.getInt(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6));
    }

    private static Map<String, List<Counter>> counters(Examination examination, Set<String> databases)
            throws SQLException {
        var counters = new TreeMap<String, List<Counter>>();
        for (var database : databases) {
            try (var session = examination.source().in(database)) {
                counters.put(
                        database,
                        session.query(
                                WRITTEN,
                                row -> new Counter(new TableName(row.getString(1), row.getString(2)), row.getLong(3))));
            }
        }
        return counters;
    }

    private static List<TableName> moved(List<Counter> before, List<Counter> after) {
        var same = new HashSet<>(before);
        return after.stream()
                .filter(counter -> !same.contains(counter))
                .map(Counter::table)
                .sorted()
                .toList();
    }

    List<Finding> assess(Row row, boolean requireQuiesced) {
        if (row.sessions.isEmpty() && row.written.isEmpty()) {
            return List.of();
        }
        return List.of(Finding.of(
                name(),
                FindingCode.SOURCE_IN_USE,
                severity(row, requireQuiesced),
                row.database,
                message(row),
                remedy(row)));
    }

    private static Severity severity(Row row, boolean requireQuiesced) {
        if (requireQuiesced) {
            return Severity.ERROR;
        }
        return row.written.isEmpty() ? Severity.INFO : Severity.WARNING;
    }

    private static String message(Row row) {
        var who = row.sessions.stream().collect(groupingBy(Session::told, TreeMap::new, counting())).entrySet().stream()
                .map(each ->
                        each.getValue() == 1 ? each.getKey() : "%d of %s".formatted(each.getValue(), each.getKey()))
                .toList();
        var sessions = row.sessions.isEmpty()
                ? ""
                : "%d sessions of others are in it at the source: %s."
                        .formatted(row.sessions.size(), NameListing.of(who));
        var writes = row.written.isEmpty()
                ? " No writes were seen; what is written after the copy begins does not move."
                : " Rows were written within %.1f s to %s: what is written after the copy begins does not move."
                        .formatted(
                                BETWEEN_MILLIS / 1000.0,
                                NameListing.of(row.written.stream()
                                        .map(TableName::quoted)
                                        .toList()));
        return (sessions + writes).strip();
    }

    private static String remedy(Row row) {
        return "Stop these applications. On the source, outside of this database: ALTER DATABASE %s SET default_transaction_read_only = on; SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND application_name NOT LIKE 'pgconvoy%%' AND pid <> pg_backend_pid(); (the setting is not moved)"
                .formatted(quoted(row.database), literal(row.database).strip());
    }
}
