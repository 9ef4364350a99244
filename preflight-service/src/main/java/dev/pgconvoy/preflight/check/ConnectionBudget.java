package dev.pgconvoy.preflight.check;

import static dev.pgconvoy.postgres.Identifiers.quoted;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.preflight.examination.Check;
import dev.pgconvoy.preflight.examination.Examination;
import dev.pgconvoy.preflight.examination.PreflightSql;
import dev.pgconvoy.preflight.examination.ServerSession;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Both servers must have connections left for the migration.
final class ConnectionBudget implements Check {

    /// Besides its copies a migration reads the source with pg_dump and a session that comes and goes; on the target it
    /// has its lead, the database it works on, and sessions that come and go. On both it looks what it waits for.
    private static final int BESIDE_COPIES = 5;

    /// Of each database more that is worked on at the same time: pg_dump and a session that comes and goes at the
    /// source; a session and one that comes and goes on the target.
    private static final int FOR_A_DATABASE_MORE = 2;

    private static final String LEFT = PreflightSql.read("check/count_connections_left");

    /// What a migration cannot do without in one database: a snapshot and who reads the catalog.
    private static final int IN_A_DATABASE = 2;

    /// @param left besides the sessions of the checks
    /// @param jobs copies at once
    /// @param others what the migration cannot do without
    /// @param spares what it opens when it can
    /// @param limit what limits them
    record Row(String server, Limit limit, int left, int jobs, int others, int spares) {
        int needed() {
            return jobs + others + spares;
        }

        String limited() {
            return switch (limit.kind) {
                case SERVER -> server;
                case ROLE -> "role %s on %s".formatted(quoted(limit.name), server);
                case DATABASE -> "database %s on %s".formatted(quoted(limit.name), server);
            };
        }
    }

    /// What says how many connections there may be.
    ///
    /// @param name of the role or database, and empty for the server
    record Limit(Kind kind, String name) {

        enum Kind {
            SERVER,
            ROLE,
            DATABASE
        }

        static final Limit OF_SERVER = new Limit(Kind.SERVER, "");
    }

    private record Left(Limit limit, int connections) {}

    @Override
    public String name() {
        return "connection-budget";
    }

    @Override
    public List<Finding> run(Examination examination) throws SQLException {
        var jobs = examination.request().options().jobs();
        // The snapshot of each database is held until the migration ends; another worker holds it, too.
        var snapshots = examination.selection().names().size();
        var besides = BESIDE_COPIES
                + FOR_A_DATABASE_MORE
                        * (Math.min(snapshots, examination.request().options().databasesAtOnce()) - 1);
        var findings = new ArrayList<Finding>();
        for (var left : left(examination.source())) {
            if (concerns(examination, left.limit)) {
                findings.addAll(assess(atSource(examination, left, besides, snapshots)));
            }
        }
        for (var left : left(examination.target())) {
            if (left.limit.kind != Limit.Kind.DATABASE) {
                findings.addAll(
                        assess(new Row(examination.target().server(), left.limit, left.connections, jobs, besides, 0)));
            }
        }
        return findings;
    }

    private static boolean concerns(Examination examination, Limit limit) {
        return limit.kind != Limit.Kind.DATABASE
                || examination.selection().names().contains(limit.name);
    }

    private static Row atSource(Examination examination, Left left, int besides, int snapshots) {
        var server = examination.source().server();
        var jobs = examination.request().options().jobs();
        return left.limit.kind == Limit.Kind.DATABASE
                ? new Row(server, left.limit, left.connections, jobs, IN_A_DATABASE, 1)
                : new Row(server, left.limit, left.connections, jobs, besides + snapshots, snapshots);
    }

    private static List<Left> left(ServerSession server) throws SQLException {
        return server.query(
                LEFT,
                row -> new Left(new Limit(Limit.Kind.valueOf(row.getString(1)), row.getString(2)), row.getInt(3)));
    }

    List<Finding> assess(Row row) {
        return Stream.of(row)
                .filter(_ -> row.left < row.needed())
                .map(_ -> row.left <= row.others ? error(row) : warning(row))
                .toList();
    }

    private Finding error(Row row) {
        return Finding.error(name(), FindingCode.FEW_CONNECTIONS, row.limited(), message(row), remedy(row));
    }

    private Finding warning(Row row) {
        return Finding.warning(name(), FindingCode.FEW_CONNECTIONS, row.limited(), message(row), remedy(row));
    }

    private static String message(Row row) {
        return "%s %d connections left; the migration uses up to %d."
                .formatted(
                        switch (row.limit.kind) {
                            case SERVER -> "It has";
                            case ROLE -> "Its role %s has by its CONNECTION LIMIT".formatted(quoted(row.limit.name));
                            case DATABASE ->
                                "Its database %s has by its CONNECTION LIMIT".formatted(quoted(row.limit.name));
                        },
                        row.left,
                        row.needed());
    }

    private static String remedy(Row row) {
        return switch (row.limit.kind) {
            case SERVER ->
                "End sessions that are not needed, raise max_connections, or ask for fewer copies at once (jobs).";
            case ROLE ->
                "ALTER ROLE %s CONNECTION LIMIT -1; or ask for fewer copies at once (jobs)."
                        .formatted(quoted(row.limit.name));
            case DATABASE ->
                "ALTER DATABASE %s CONNECTION LIMIT -1; or ask for fewer copies at once (jobs)."
                        .formatted(quoted(row.limit.name));
        };
    }
}
