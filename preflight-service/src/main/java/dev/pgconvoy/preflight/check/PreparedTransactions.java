package dev.pgconvoy.preflight.check;

import static dev.pgconvoy.postgres.Identifiers.literal;
import static dev.pgconvoy.postgres.Identifiers.quoted;
import static java.util.stream.Collectors.joining;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.preflight.examination.Check;
import dev.pgconvoy.preflight.examination.Examination;
import dev.pgconvoy.preflight.examination.NameListing;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What a prepared transaction has written is not in the snapshot, and its locks can block the dump.
final class PreparedTransactions implements Check {

    private static final String PREPARED = """
            SELECT database, gid, owner, extract(epoch FROM clock_timestamp() - prepared)::bigint
            FROM pg_prepared_xacts
            ORDER BY database, prepared, gid
            """;

    record Row(String database, String gid, String owner, Duration age) {

        String told() {
            return "%s of %s, for %s".formatted(literal(gid).strip(), quoted(owner), DurationText.shown(age));
        }
    }

    @Override
    public String name() {
        return "prepared-transactions";
    }

    @Override
    public List<Finding> run(Examination examination) throws SQLException {
        var rows = examination
                .source()
                .query(
                        PREPARED,
                        row -> new Row(
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                Duration.ofSeconds(row.getLong(4))));
        return assess(rows.stream()
                .filter(row -> examination.selection().names().contains(row.database))
                .toList());
    }

    List<Finding> assess(List<Row> rows) {
        return rows.stream()
                .collect(Collectors.groupingBy(Row::database, TreeMap::new, Collectors.toList()))
                .values()
                .stream()
                .map(this::prepared)
                .toList();
    }

    private Finding prepared(List<Row> rows) {
        return Finding.warning(
                name(),
                FindingCode.PREPARED_TRANSACTIONS,
                rows.getFirst().database,
                "%d prepared transactions are open; what they wrote is not moved, and their locks can hold up the dump: %s."
                        .formatted(
                                rows.size(),
                                NameListing.of(rows.stream().map(Row::told).toList())),
                "On the source, in this database, COMMIT PREPARED or else ROLLBACK PREPARED each: "
                        + rows.stream()
                                .map(row -> "COMMIT PREPARED %s;"
                                        .formatted(literal(row.gid).strip()))
                                .collect(joining(" ")));
    }
}
