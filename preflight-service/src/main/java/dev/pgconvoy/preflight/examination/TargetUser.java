package dev.pgconvoy.preflight.examination;

import java.sql.SQLException;

/// What the target's user is, and who else says what it may do.
public final class TargetUser {

    private static final String SUPERUSER = "SELECT rolsuper FROM pg_roles WHERE rolname = current_user";

    private static final String PROVIDER = PreflightSql.read("check/find_provider");

    private final SharedAnswer<Boolean> superuser;
    private final SharedAnswer<Boolean> provider;

    TargetUser(ServerSession target) {
        this.superuser = new SharedAnswer<>(() -> is(target, SUPERUSER));
        this.provider = new SharedAnswer<>(() -> is(target, PROVIDER));
    }

    private static boolean is(ServerSession target, String question) throws SQLException {
        return target.query(question, row -> row.getBoolean(1)).stream().anyMatch(Boolean::booleanValue);
    }

    public boolean isSuperuser() throws SQLException {
        return superuser.get();
    }

    /// Whether the target has rules of a provider beside PostgreSQL's own: its user may
    /// be allowed more.
    public boolean hasProvider() throws SQLException {
        return provider.get();
    }
}
