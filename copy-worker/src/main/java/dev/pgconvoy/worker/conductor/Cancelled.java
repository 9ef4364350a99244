package dev.pgconvoy.worker.conductor;

/// The migration is to stop. Unwinds the conductor to where it closes the fences.
final class Cancelled extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Cancelled() {
        super("cancelled", null, false, false);
    }
}
