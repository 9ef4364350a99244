package dev.pgconvoy.preflight.check;

import static dev.pgconvoy.postgres.Identifiers.quoted;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.postgres.ServerVersion;
import dev.pgconvoy.preflight.examination.Check;
import dev.pgconvoy.preflight.examination.Examination;
import java.sql.SQLException;
import java.util.List;

/// Where the copy is to be gentle to the source (`copy.gentle`), the source's user must see
/// what others do there.
final class SourceLoadSight implements Check {

    private static final int FIRST_WITH_ROLE = 10;
    private static final String SEES = """
            SELECT rolsuper OR EXISTS (
                SELECT FROM pg_roles AS seeing
                WHERE seeing.rolname = 'pg_read_all_stats' AND pg_has_role(seeing.oid, 'USAGE'))
            FROM pg_roles WHERE rolname = current_user
            """;

    record Row(String source, String user, ServerVersion version, boolean sees) {}

    @Override
    public String name() {
        return "source-load-sight";
    }

    @Override
    public List<Finding> run(Examination examination) throws SQLException {
        if (examination.request().options().copy().gentle().isEmpty()) {
            return List.of();
        }
        var source = examination.source();
        var sees = source.query(SEES, row -> row.getBoolean(1)).stream().anyMatch(Boolean::booleanValue);
        return assess(new Row(source.server(), source.endpoint().user(), source.version(), sees));
    }

    List<Finding> assess(Row row) {
        if (row.sees) {
            return List.of();
        }
        var message =
                "copy.gentle is asked for, and user %s does not see what the sessions of others do nor how far standbys are behind: the source is read as if nobody else were at work."
                        .formatted(row.user);
        if (!row.version.isAtLeast(FIRST_WITH_ROLE)) {
            return List.of(
                    Finding.warning(
                            name(),
                            FindingCode.LOAD_NOT_SEEN,
                            row.source,
                            message,
                            "Name a superuser as the source's user (before PostgreSQL 10 nobody else sees it), or limit the rate (--max-bytes-per-second)."));
        }
        var grant = "GRANT pg_monitor TO %s;".formatted(quoted(row.user));
        return List.of(Finding.warning(
                        name(),
                        FindingCode.LOAD_NOT_SEEN,
                        row.source,
                        message,
                        grant + " on the source, or limit the rate (--max-bytes-per-second).")
                .atSource(grant));
    }
}
