package dev.pgconvoy.worker.wire;

import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/// One of several scripts failed.
public final class ScriptException extends PSQLException {

    private static final long serialVersionUID = 1L;

    private final int index;
    private final boolean ofSource;

    ScriptException(ServerErrorMessage message, int index) {
        this(message, index, false);
    }

    /// @param ofSource whether it is the source of a copy that refused
    ScriptException(ServerErrorMessage message, int index, boolean ofSource) {
        super(message, false); // its details hold values of rows, and messages of exceptions are logged
        this.index = index;
        this.ofSource = ofSource;
    }

    public boolean isOfSource() {
        return ofSource;
    }

    /// Which one, from 0.
    public int index() {
        return index;
    }
}
