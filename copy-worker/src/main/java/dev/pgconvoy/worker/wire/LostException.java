package dev.pgconvoy.worker.wire;

import java.io.IOException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/// The connection of one session broke. It knows which: only that server may have left a reason.
final class LostException extends PSQLException {

    private static final long serialVersionUID = 1L;

    private final transient Wire wire;

    LostException(Wire wire, String message) {
        super(message, PSQLState.CONNECTION_FAILURE);
        this.wire = wire;
    }

    LostException(Wire wire, IOException cause) {
        super("The connection broke: " + cause.getMessage(), PSQLState.CONNECTION_FAILURE, cause);
        this.wire = wire;
    }

    boolean isOf(Wire other) {
        return wire == other;
    }
}
