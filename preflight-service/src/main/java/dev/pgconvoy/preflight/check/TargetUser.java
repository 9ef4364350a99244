package dev.pgconvoy.preflight.check;

import dev.pgconvoy.preflight.examination.Examination;
import dev.pgconvoy.preflight.examination.PreflightSql;
import java.sql.SQLException;

/// What the target's user is, and who else says what it may do.
final class TargetUser {

    private static final String SUPERUSER = "SELECT rolsuper FROM pg_roles WHERE rolname = current_user";

    private static final String PROVIDER = PreflightSql.read("check/find_provider");

    private TargetUser() {}

    static boolean isSuperuser(Examination examination) throws SQLException {
        return examination.target().query(SUPERUSER, row -> row.getBoolean(1)).stream()
                .anyMatch(Boolean::booleanValue);
    }

    /// Whether the target has rules of a provider beside PostgreSQL's own: its user may be allowed more.
    static boolean hasProvider(Examination examination) throws SQLException {
        return examination.target().query(PROVIDER, row -> row.getBoolean(1)).stream()
                .anyMatch(Boolean::booleanValue);
    }
}
