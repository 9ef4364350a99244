package dev.pgconvoy.failure;

import static java.util.Objects.requireNonNull;

/// What failed, on which object, and what to do.
public record Failure(FailureCode code, String object, String message, String remedy) {

    private static final int LONGEST_MESSAGE = 4_000;

    public Failure {
        requireNonNull(code, "code");
        requireNonNull(object, "object");
        requireNonNull(remedy, "remedy");
        message = message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE) + "…";
    }

    public String sentence() {
        return "%s: %s %s".formatted(object, message, remedy).strip();
    }
}
