package dev.pgconvoy.worker.wire;

import java.io.IOException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/// The connection of one session broke. It knows which: only that server may have left a reason.
final class LostException extends PSQLException {

    private static final long serialVersionUID = 1L;

    private final transient WireProtocol wire;

    LostException(WireProtocol wire, String message) {
        super(message, PSQLState.CONNECTION_FAILURE);
        this.wire = wire;
    }

    LostException(WireProtocol wire, IOException cause) {
        super("The connection broke: " + cause.getMessage(), PSQLState.CONNECTION_FAILURE, cause);
        this.wire = wire;
    }

    boolean isOf(WireProtocol other) {
        return wire == other;
    }
}
