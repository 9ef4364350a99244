package dev.pgconvoy.preflight.check;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.preflight.examination.Check;
import dev.pgconvoy.preflight.examination.Examination;
import dev.pgconvoy.preflight.examination.ServerSession;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Both servers must have connections left for the migration.
final class ConnectionBudget implements Check {

    /// Besides its copies a migration reads the source with pg_dump and a session that comes and goes; on the target it
    /// has its lead, the database it works on, and sessions that come and go.
    private static final int BESIDE_COPIES = 4;

    private static final String LEFT = """
            SELECT current_setting('max_connections')::int
                   - CASE WHEN (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN 0
                          ELSE current_setting('superuser_reserved_connections')::int END
                   - (SELECT count(*)::int FROM pg_stat_activity
                      WHERE coalesce(to_jsonb(pg_stat_activity) ->> 'backend_type', 'client backend') = 'client backend'
                        AND coalesce(application_name, '') <> 'pgconvoy preflight')
            """;

    /// @param left besides the sessions of the checks
    /// @param jobs copies at once
    /// @param others what the migration cannot do without
    /// @param spares what it opens when it can
    record Row(String server, int left, int jobs, int others, int spares) {
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
        findings.addAll(assess(row(examination.source(), jobs, BESIDE_COPIES + snapshots, snapshots)));
        findings.addAll(assess(row(examination.target(), jobs, BESIDE_COPIES, 0)));
        return findings;
    }

    private static Row row(ServerSession server, int jobs, int others, int spares) throws SQLException {
        var left = server.query(LEFT, row -> row.getInt(1)).getFirst();
        return new Row(server.server(), left, jobs, others, spares);
    }

    List<Finding> assess(Row row) {
        return Stream.of(row)
                .filter(_ -> row.left < row.needed())
                .map(_ -> row.left <= row.others ? error(row) : warning(row))
                .toList();
    }

    private Finding error(Row row) {
        return Finding.error(name(), FindingCode.FEW_CONNECTIONS, row.server, message(row), remedy());
    }

    private Finding warning(Row row) {
        return Finding.warning(name(), FindingCode.FEW_CONNECTIONS, row.server, message(row), remedy());
    }

    private static String message(Row row) {
        return "It has %d connections left; the migration uses up to %d.".formatted(row.left, row.needed());
    }

    private static String remedy() {
        return "End sessions that are not needed, raise max_connections, or ask for fewer copies at once (jobs).";
    }
}
