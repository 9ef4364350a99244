package dev.pgconvoy.postgres.pooler;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.UUID;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;

/// Tells a session of ours alone from one that a connection pooler lends us. A pooler
/// answers the login itself: it tells another process number than the server's, refuses
/// or forgets what a login asks for, or takes another session for each transaction. It is
/// asked before anything is set, since a setting would stay in somebody else's session.
///
/// @param mark what this login asks for; empty when the login is used to try other settings
public record OwnSession(String mark) {

    private static final String SETTING = "pgconvoy.session";
    private static final String WHO_ANSWERS =
            "SELECT pg_catalog.pg_backend_pid(), coalesce(pg_catalog.current_setting('%s', true), '')"
                    .formatted(SETTING);
    /// Servers before 9.6 refuse a question for a setting that may be missing.
    private static final String WHICH_PROCESS = "SELECT pg_catalog.pg_backend_pid()";

    /// Marks the login that these properties describe.
    public static OwnSession marked(Properties properties) {
        if (PGProperty.OPTIONS.getOrDefault(properties) != null) {
            return new OwnSession("");
        }
        var mark = UUID.randomUUID().toString();
        PGProperty.OPTIONS.set(properties, "-c %s=%s".formatted(SETTING, mark));
        return new OwnSession(mark);
    }

    /// @throws SharedSessionException when it is not ours alone
    public void require(Connection session) throws SQLException {
        var told = session.unwrap(PGConnection.class).getBackendPID();
        for (var transactions = 0; transactions < 2; transactions++) {
            if (answeredBy(session) != told) {
                throw new SharedSessionException(
                        "A connection pooler answers instead of the server: its sessions are shared with others.");
            }
        }
    }

    private int answeredBy(Connection session) throws SQLException {
        var version = session.getMetaData();
        var tellsMark = version.getDatabaseMajorVersion() > 9 || version.getDatabaseMinorVersion() >= 6;
        try (var statement = session.createStatement();
                var row = statement.executeQuery(tellsMark ? WHO_ANSWERS : WHICH_PROCESS)) {
            row.next();
            if (tellsMark && !row.getString(2).equals(mark)) {
                throw new SharedSessionException(
                        "What stands between us and the server, such as a connection pooler, drops startup parameters (options): its sessions are shared with others.");
            }
            return row.getInt(1);
        }
    }
}
