package dev.pgconvoy.preflight.check;

import static dev.pgconvoy.postgres.Identifiers.quoted;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.preflight.examination.Check;
import dev.pgconvoy.preflight.examination.Examination;
import dev.pgconvoy.preflight.examination.ServerSession;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Both servers must have connections left for the migration, and so must the limits of its users and databases.
final class ConnectionBudget implements Check {

    /// Besides its copies a migration reads the source with pg_dump and a session that comes and goes; on the target it
    /// has its lead, the database it works on, and sessions that come and go. On both it looks what it waits for.
    private static final int BESIDE_COPIES = 5;

    private static final String LEFT = """
            SELECT current_setting('max_connections')::int
                   - CASE WHEN (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN 0
                          ELSE current_setting('superuser_reserved_connections')::int END
                   - (SELECT count(*)::int FROM pg_stat_activity
                      WHERE coalesce(to_jsonb(pg_stat_activity) ->> 'backend_type', 'client backend') = 'client backend'
                        AND coalesce(application_name, '') <> 'pgconvoy preflight')
            """;

    private static final String LEFT_OF_LIMITS = """
            SELECT limited.is_role, limited.name, limited.most
                   - (SELECT count(*)::int FROM pg_stat_activity AS other
                      WHERE CASE WHEN limited.is_role THEN other.usesysid ELSE other.datid END = limited.oid
                        AND coalesce(other.application_name, '') <> 'pgconvoy preflight')
            FROM (SELECT true AS is_role, oid, rolname::text AS name, rolconnlimit AS most FROM pg_roles
                  WHERE rolname = session_user
                  UNION ALL SELECT false, oid, datname, datconnlimit FROM pg_database) AS limited
            WHERE limited.most >= 0 AND NOT (SELECT rolsuper FROM pg_roles WHERE rolname = session_user)
            """;

    private static final String RAISE = "raise max_connections";

    /// @param limited what has the limit, as people know it
    /// @param raise what gives it more connections
    /// @param left besides the sessions of the checks
    /// @param jobs copies at once
    /// @param others what the migration cannot do without
    /// @param spares what it opens when it can
    record Row(String limited, String raise, int left, int jobs, int others, int spares) {
        int needed() {
            return jobs + others + spares;
        }
    }

    @Override
    public String name() {
        return "connection-budget";
    }

    @Override
    public List<Finding> run(Examination examination) throws SQLException {
        var jobs = examination.request().options().jobs();
        // The snapshot of each database is held until the migration ends; another worker holds it, too.
        var snapshots = examination.selection().names().size();
        var findings = new ArrayList<Finding>();
        var source = examination.source();
        for (var row : rows(source, jobs, BESIDE_COPIES + snapshots, snapshots)) {
            findings.addAll(assess(row));
        }
        for (var limit : limits(source)) {
            if (!limit.isRole && examination.selection().names().contains(limit.name)) {
                findings.addAll(assess(row(source, limit, jobs, BESIDE_COPIES, 1)));
            }
        }
        for (var row : rows(examination.target(), jobs, BESIDE_COPIES, 0)) {
            findings.addAll(assess(row));
        }
        return findings;
    }

    /// Of the server and of the user.
    private static List<Row> rows(ServerSession server, int jobs, int others, int spares) throws SQLException {
        var rows = new ArrayList<Row>();
        var left = server.query(LEFT, row -> row.getInt(1)).getFirst();
        rows.add(new Row(server.server(), RAISE, left, jobs, others, spares));
        for (var limit : limits(server)) {
            if (limit.isRole) {
                rows.add(row(server, limit, jobs, others, spares));
            }
        }
        return rows;
    }

    /// A CONNECTION LIMIT, which superusers do not have.
    private record Limit(boolean isRole, String name, int left) {
        private String kind() {
            return isRole ? "role" : "database";
        }
    }

    private static List<Limit> limits(ServerSession server) throws SQLException {
        return server.query(LEFT_OF_LIMITS, row -> new Limit(row.getBoolean(1), row.getString(2), row.getInt(3)));
    }

    private static Row row(ServerSession server, Limit limit, int jobs, int others, int spares) {
        return new Row(
                "%s \"%s\" on %s".formatted(limit.kind(), limit.name, server.server()),
                "raise its limit (ALTER %s %s CONNECTION LIMIT -1)"
                        .formatted(limit.kind().toUpperCase(Locale.ROOT), quoted(limit.name)),
                limit.left,
                jobs,
                others,
                spares);
    }

    List<Finding> assess(Row row) {
        return Stream.of(row)
                .filter(_ -> row.left < row.needed())
                .map(_ -> row.left <= row.others ? error(row) : warning(row))
                .toList();
    }

    private Finding error(Row row) {
        return Finding.error(name(), FindingCode.FEW_CONNECTIONS, row.limited, message(row), remedy(row));
    }

    private Finding warning(Row row) {
        return Finding.warning(name(), FindingCode.FEW_CONNECTIONS, row.limited, message(row), remedy(row));
    }

    private static String message(Row row) {
        return "It has %d connections left; the migration uses up to %d.".formatted(row.left, row.needed());
    }

    private static String remedy(Row row) {
        return "End sessions that are not needed, %s, or ask for fewer copies at once (jobs).".formatted(row.raise);
    }
}
