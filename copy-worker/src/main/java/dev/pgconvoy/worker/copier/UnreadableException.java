package dev.pgconvoy.worker.copier;

import dev.pgconvoy.failure.ServerErrorText;
import dev.pgconvoy.secret.ServerSide;
import java.sql.SQLException;
import org.postgresql.util.PSQLException;

/// What one of two servers that are compared said of a table.
final class UnreadableException extends SQLException {

    private static final long serialVersionUID = 1L;

    private final ServerSide side;

    private UnreadableException(ServerSide side, PSQLException said) {
        super(ServerErrorText.of(said), said.getSQLState(), said);
        this.side = side;
    }

    /// The same error when the server said nothing.
    static SQLException of(ServerSide side, SQLException e) {
        return e instanceof PSQLException said && said.getServerErrorMessage() != null
                ? new UnreadableException(side, said)
                : e;
    }

    ServerSide side() {
        return side;
    }
}
