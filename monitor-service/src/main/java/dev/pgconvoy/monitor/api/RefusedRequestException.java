package dev.pgconvoy.monitor.api;

/// What is wrong with a request; never a secret.
public final class RefusedRequestException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String field;
    private final String reason;
    private final String remedy;

    RefusedRequestException(String field, String reason, String remedy) {
        super("%s: %s %s".formatted(field, reason, remedy));
        this.field = field;
        this.reason = reason;
        this.remedy = remedy;
    }

    /// A JSON path: `$.source.port`.
    public String field() {
        return field;
    }

    public String reason() {
        return reason;
    }

    public String remedy() {
        return remedy;
    }
}
