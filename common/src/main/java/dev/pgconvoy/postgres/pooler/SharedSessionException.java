package dev.pgconvoy.postgres.pooler;

import java.sql.SQLException;
import java.util.Optional;

/// Between us and the server stands a connection pooler, which gives its sessions to others, too. Nothing was set in
/// them.
public final class SharedSessionException extends SQLException {

    public static final String REMEDY =
            "Name the server itself, by its own host and port, not the pooler (PgBouncer and the like; in Azure port 5432, not 6432).";

    private static final long serialVersionUID = 1;

    private static final String PROTOCOL_VIOLATION = "08P01";
    private static final String REFUSED_PARAMETER = "unsupported startup parameter";

    private SharedSessionException(String reason, Throwable cause) {
        super(reason, PROTOCOL_VIOLATION, cause);
    }

    SharedSessionException(String reason) {
        super(reason, PROTOCOL_VIOLATION);
    }

    /// What refused a login, if it was a pooler: servers know the parameters with which drivers begin a session.
    public static Optional<SharedSessionException> in(SQLException refusal) {
        return PROTOCOL_VIOLATION.equals(refusal.getSQLState())
                        && String.valueOf(refusal.getMessage()).contains(REFUSED_PARAMETER)
                ? Optional.of(new SharedSessionException(
                        "A connection pooler answers instead of the server, and refuses startup parameters: "
                                + refusal.getMessage(),
                        refusal))
                : Optional.empty();
    }

    public String reason() {
        return String.valueOf(getMessage());
    }
}
