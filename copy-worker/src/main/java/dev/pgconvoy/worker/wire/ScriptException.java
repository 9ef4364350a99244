package dev.pgconvoy.worker.wire;

import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/// One of several scripts failed.
public final class ScriptException extends PSQLException {

    private static final long serialVersionUID = 1L;

    private final int index;

    ScriptException(ServerErrorMessage message, int index) {
        super(message, false); // its details hold values of rows, and messages of exceptions are logged
        this.index = index;
    }

    /// Which one, from 0.
    public int index() {
        return index;
    }
}
