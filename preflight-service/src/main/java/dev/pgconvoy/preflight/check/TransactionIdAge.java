package dev.pgconvoy.preflight.check;

import static dev.pgconvoy.postgres.Identifiers.quoted;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.preflight.examination.Check;
import dev.pgconvoy.preflight.examination.Examination;
import dev.pgconvoy.preflight.examination.ServerSession;
import dev.pgconvoy.preflight.model.ExaminedSide;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// How near a server is to the end of its transaction ids: then it stops writing. The oldest database decides, also
/// one that does not move. While the snapshot of a copy is held, `VACUUM` gets no further.
final class TransactionIdAge implements Check {

    private static final String AGES = """
            SELECT datname, age(datfrozenxid)::bigint, mxid_age(datminmxid)::bigint
            FROM pg_database
            ORDER BY greatest(age(datfrozenxid), mxid_age(datminmxid)) DESC
            LIMIT 1
            """;

    private static final long MOST = Integer.MAX_VALUE;
    private static final long REFUSED_FROM = MOST - 3_000_000;

    /// From here on servers of 14 and newer leave everything else aside for `VACUUM` (`vacuum_failsafe_age`).
    private static final long WARNED_FROM = 1_600_000_000;

    /// @param age in transactions, of the oldest row that is not frozen
    /// @param multixacts the same in multixacts
    record Row(ExaminedSide side, String server, String database, long age, long multixacts) {

        long oldest() {
            return Math.max(age, multixacts);
        }
    }

    @Override
    public String name() {
        return "transaction-id-age";
    }

    @Override
    public List<Finding> run(Examination examination) throws SQLException {
        var findings = new ArrayList<Finding>();
        for (var server : List.of(examination.source(), examination.target())) {
            findings.addAll(assess(row(server)));
        }
        return findings;
    }

    private static Row row(ServerSession server) throws SQLException {
        return server.query(
                        AGES,
                        row -> new Row(
                                server.side(), server.server(), row.getString(1), row.getLong(2), row.getLong(3)))
                .getFirst();
    }

    List<Finding> assess(Row row) {
        if (row.oldest() < WARNED_FROM) {
            return List.of();
        }
        var message = "Its database %s is %,d %s old; at %,d the server stops writing."
                .formatted(
                        quoted(row.database),
                        row.oldest(),
                        row.age >= row.multixacts ? "transactions" : "multixacts",
                        REFUSED_FROM);
        var remedy =
                "As a superuser in database %s, after old transactions and replication slots are ended: VACUUM (FREEZE, VERBOSE);"
                        .formatted(quoted(row.database));
        return row.side == ExaminedSide.TARGET && row.oldest() >= REFUSED_FROM
                ? List.of(Finding.error(name(), FindingCode.WRAPAROUND_NEAR, row.server, message, remedy))
                : List.of(Finding.warning(name(), FindingCode.WRAPAROUND_NEAR, row.server, message, remedy));
    }
}
