package dev.pgconvoy.bench;

import org.jspecify.annotations.Nullable;

/// A benchmark cannot go on; the message says what failed and, where known, what to do.
public final class BenchException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public BenchException(String message) {
        this(message, null);
    }

    public BenchException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
