package dev.pgconvoy.event;

/// A record that is no event of ours; the message says why and repeats nothing of its content that could be a secret.
public final class MalformedEventException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String path;
    private final String reason;

    public MalformedEventException(String reason) {
        this("", reason);
    }

    /// @param path where in the data (`$.source.port`); empty when it is not about one place
    public MalformedEventException(String path, String reason) {
        super(path.isEmpty() ? reason : path + ": " + reason);
        this.path = path;
        this.reason = reason;
    }

    /// Where in the data (`$.source.port`); empty when it is not about one place.
    public String path() {
        return path;
    }

    public String reason() {
        return reason;
    }
}
