package dev.pgconvoy.postgres;

import java.sql.SQLException;

/// The server asked for the password in clear text over a link on which it is not known who the server is. It did not
/// get it.
public final class ClearTextPasswordException extends SQLException {

    public static final String REMEDY =
            "Use sslMode verify-full (or verify-ca) for this server, or let it ask by scram-sha-256 (pg_hba.conf).";

    private static final long serialVersionUID = 1;

    private static final String REASON =
            "The server asks for the password in clear text, and nothing proves that it is the right server: it did not get the password.";

    ClearTextPasswordException(SQLException refusal) {
        super(REASON, refusal.getSQLState(), refusal);
    }

    public String reason() {
        return REASON;
    }
}
