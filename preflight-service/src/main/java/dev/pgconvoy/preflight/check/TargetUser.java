package dev.pgconvoy.preflight.check;

import dev.pgconvoy.preflight.examination.Examination;
import java.sql.SQLException;

/// What the target's user is.
final class TargetUser {

    private static final String SUPERUSER = "SELECT rolsuper FROM pg_roles WHERE rolname = current_user";

    private TargetUser() {}

    static boolean isSuperuser(Examination examination) throws SQLException {
        return examination.target().query(SUPERUSER, row -> row.getBoolean(1)).stream()
                .anyMatch(Boolean::booleanValue);
    }
}
