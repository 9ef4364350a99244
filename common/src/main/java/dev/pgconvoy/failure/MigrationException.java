package dev.pgconvoy.failure;

import org.jspecify.annotations.Nullable;

/// The one exception of this code base: it carries a [Failure] to where it becomes an event or an exit code.
public final class MigrationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    public MigrationException(Failure failure, @Nullable Throwable cause) {
        super(failure.sentence(), cause);
        this.failure = failure;
    }

    public MigrationException(FailureCode code, String object, String message, String remedy) {
        this(new Failure(code, object, message, remedy), null);
    }

    public Failure failure() {
        return failure;
    }
}
