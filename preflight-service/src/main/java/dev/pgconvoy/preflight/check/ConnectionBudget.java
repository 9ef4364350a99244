package dev.pgconvoy.preflight.check;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.preflight.model.Codes;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Both servers must have connections left for the migration.
final class ConnectionBudget implements Check {

    /// What a migration needs besides its copies: the conductor's sessions and pg_dump.
    private static final int OF_CONDUCTOR = 4;

    private static final String LEFT = """
            SELECT current_setting('max_connections')::int
                   - CASE WHEN (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN 0
                          ELSE current_setting('superuser_reserved_connections')::int END
                   - (SELECT count(*)::int FROM pg_stat_activity
                      WHERE coalesce(to_jsonb(pg_stat_activity) ->> 'backend_type', 'client backend') = 'client backend'
                        AND coalesce(application_name, '') <> 'pgconvoy preflight')
            """;

    /// @param left besides the sessions of the checks
    record Row(String server, int left, int jobs) {}

    @Override
    public String name() {
        return "connection-budget";
    }

    @Override
    public List<Finding> run(Examination examination) throws SQLException {
        var findings = new ArrayList<Finding>();
        for (var server : List.of(examination.source(), examination.target())) {
            var left = server.query(LEFT, row -> row.getInt(1)).getFirst();
            findings.addAll(assess(new Row(
                    server.server(), left, examination.request().options().jobs())));
        }
        return findings;
    }

    List<Finding> assess(Row row) {
        return Stream.of(row)
                .filter(_ -> row.left < row.jobs + OF_CONDUCTOR)
                .map(_ -> row.left <= OF_CONDUCTOR ? error(row) : warning(row))
                .toList();
    }

    private Finding error(Row row) {
        return Finding.error(name(), Codes.FEW_CONNECTIONS, row.server, message(row), remedy());
    }

    private Finding warning(Row row) {
        return Finding.warning(name(), Codes.FEW_CONNECTIONS, row.server, message(row), remedy());
    }

    private static String message(Row row) {
        return "It has %d connections left; the migration uses up to %d.".formatted(row.left, row.jobs + OF_CONDUCTOR);
    }

    private static String remedy() {
        return "End sessions that are not needed, raise max_connections, or ask for fewer copies at once (jobs).";
    }
}
