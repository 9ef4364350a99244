package dev.pgconvoy.event;

/// A record that is no event of ours; the message says why and repeats nothing of its content that could be a secret.
public final class MalformedEventException extends Exception {

    private static final long serialVersionUID = 1L;

    public MalformedEventException(String reason) {
        super(reason);
    }
}
