package dev.pgconvoy.preflight.check;

import static dev.pgconvoy.postgres.Identifiers.quoted;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.failure.Severity;
import dev.pgconvoy.preflight.examination.Check;
import dev.pgconvoy.preflight.examination.Examination;
import dev.pgconvoy.preflight.examination.NameListing;
import dev.pgconvoy.preflight.examination.PreflightSql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/// Transactions that are open at the source for longer than a statement of an application takes. What they have
/// written moves only if they commit before the copy begins; old ones that only read are worth a remark.
final class OpenTransactions implements Check {

    private static final String OPEN = PreflightSql.read("check/list_open_transactions");
    private static final Duration LONG_FOR_WRITING = Duration.ofSeconds(5);
    private static final Duration LONG_FOR_READING = Duration.ofHours(1);

    /// @param client the address; empty for one on the server's own machine
    /// @param wrote whether it has changed something
    record Row(String database, int pid, String user, String application, String client, Duration age, boolean wrote) {

        boolean isLong() {
            return age.compareTo(wrote ? LONG_FOR_WRITING : LONG_FOR_READING) >= 0;
        }

        String told() {
            return "process %d of %s%s from %s, for %s"
                    .formatted(
                            pid,
                            quoted(user),
                            application.isEmpty() ? "" : " (%s)".formatted(application),
                            client.isEmpty() ? "the server itself" : client,
                            DurationText.shown(age));
        }
    }

    @Override
    public String name() {
        return "open-transactions";
    }

    @Override
    public List<Finding> run(Examination examination) throws SQLException {
        var selected = Set.copyOf(examination.selection().names());
        var rows = examination.source().query(OPEN, OpenTransactions::read).stream()
                .filter(row -> selected.contains(row.database))
                .toList();
        return assess(rows);
    }

    private static Row read(ResultSet row) throws SQLException {
        return new Row(
                row.getString(1),
                row.getInt(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                Duration.ofSeconds(row.getLong(6)),
                row.getBoolean(7));
    }

    /// One finding for a database and for what its transactions have done.
    List<Finding> assess(List<Row> rows) {
        return rows.stream()
                .filter(Row::isLong)
                .collect(groupingBy(Row::database, TreeMap::new, groupingBy(Row::wrote, TreeMap::new, toList())))
                .values()
                .stream()
                .flatMap(of -> of.values().stream())
                .map(this::open)
                .toList();
    }

    private Finding open(List<Row> rows) {
        var first = rows.getFirst();
        var end = rows.stream()
                .map(row -> "SELECT pg_terminate_backend(%d);".formatted(row.pid))
                .collect(joining(" "));
        return Finding.of(
                name(),
                FindingCode.OPEN_TRANSACTIONS,
                first.wrote ? Severity.WARNING : Severity.INFO,
                first.database,
                "%d transactions have been open at the source for long%s: %s."
                        .formatted(
                                rows.size(),
                                first.wrote ? ", and what they wrote does not move unless they commit first" : "",
                                NameListing.of(rows.stream().map(Row::told).toList())),
                "Commit them or roll them back where they were begun; or on the source, which rolls them back: " + end);
    }
}
