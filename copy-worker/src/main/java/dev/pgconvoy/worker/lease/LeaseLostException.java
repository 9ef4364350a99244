package dev.pgconvoy.worker.lease;

/// Another worker has the record now, or may have it. The consumer that held it is in an unknown state and is replaced.
final class LeaseLostException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LeaseLostException(String message) {
        super(message);
    }
}
