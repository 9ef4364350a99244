package dev.pgconvoy.launcher.stack.process;

import org.jspecify.annotations.Nullable;

/// A part of the stack could not be started or kept; the message says which, why, and what to do.
public final class StackException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StackException(String message) {
        this(message, null);
    }

    public StackException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
