package dev.pgconvoy.worker.wire;

import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/// The query that guards a copy has found something.
public final class GuardException extends PSQLException {

    private static final long serialVersionUID = 1L;

    /// How many columns the row has, and how long the first one is.
    private static final int BEFORE_VALUE = 6;

    private final String found;

    /// @param row a message with one short column
    GuardException(String row) {
        super("What is copied is not what was to be copied.", PSQLState.DATA_ERROR);
        this.found = row.substring(BEFORE_VALUE);
    }

    /// The value of the first row.
    public String found() {
        return found;
    }
}
