package dev.pgconvoy.failure;

import static java.util.Objects.requireNonNull;

/// What failed, on which object, and what to do.
public record Failure(FailureCode code, String object, String message, String remedy) {

    static final int LONGEST_MESSAGE = 4_000;

    public Failure {
        requireNonNull(code, "code");
        requireNonNull(object, "object");
        requireNonNull(remedy, "remedy");
        message = shortened(message);
    }

    /// Never cut between the halves of a character: what is left must be valid UTF-16 to be written as JSON.
    static String shortened(String message) {
        if (message.length() <= LONGEST_MESSAGE) {
            return message;
        }
        var end = LONGEST_MESSAGE - 1;
        return message.substring(0, Character.isHighSurrogate(message.charAt(end - 1)) ? end - 1 : end) + "…";
    }

    public String sentence() {
        return "%s: %s %s".formatted(object, message, remedy).strip();
    }
}
