package dev.pgconvoy.worker.conductor;

/// The migration is to stop. Unwinds the conductor to where it closes the fences.
public final class CancelledException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CancelledException() {
        super("cancelled", null, false, false);
    }
}
