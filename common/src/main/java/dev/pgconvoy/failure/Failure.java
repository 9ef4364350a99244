package dev.pgconvoy.failure;

import static java.util.Objects.requireNonNull;

import dev.pgconvoy.text.Excerpt;
import dev.pgconvoy.text.PrintableText;

/// What failed, on which object, and what to do.
public record Failure(FailureCode code, String object, String message, String remedy) {

    static final int LONGEST_OBJECT = 1_000;
    static final int LONGEST_MESSAGE = 4_000;
    static final int LONGEST_REMEDY = 2_000;

    public Failure {
        requireNonNull(code, "code");
        object = Excerpt.of(object, LONGEST_OBJECT);
        message = Excerpt.of(message, LONGEST_MESSAGE);
        remedy = Excerpt.of(remedy, LONGEST_REMEDY);
    }

    /// In one line, for a log or a terminal.
    public String sentence() {
        return PrintableText.of("%s: %s %s".formatted(object, message, remedy).strip());
    }
}
