package dev.pgconvoy.worker.wire;

import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/// The target took fewer or more rows than the source sent.
public final class RowsLostException extends PSQLException {

    private static final long serialVersionUID = 1L;

    private final int index;

    RowsLostException(int index, long sent, long taken) {
        super("The source sent %d rows, the target took %d.".formatted(sent, taken), PSQLState.CONNECTION_FAILURE);
        this.index = index;
    }

    /// Which COPY, from 0.
    public int index() {
        return index;
    }
}
