package dev.pgconvoy.it.soak;

import java.util.List;

/// What the load does at one beat.
enum LoadStep {
    FINISHED("finished"),
    CANCELLED("cancelled midway"),
    DUPLICATE("requested three times, once after its end"),
    UNKNOWN_HOST("refused: host unknown"),
    WRONG_PASSWORD("refused: wrong password"),
    MISSING_DATABASE("refused: no such database"),
    NOT_JSON("garbage: not JSON"),
    WRONG_KEY("garbage: key of another migration"),
    TOO_LARGE("garbage: over 2 MiB"),
    RANDOM_BYTES("garbage: random bytes"),
    FORGED("garbage: forged MAC on four topics");

    /// In this order, again and again.
    static final List<LoadStep> MIX = List.of(
            FINISHED,
            NOT_JSON,
            CANCELLED,
            UNKNOWN_HOST,
            FINISHED,
            WRONG_KEY,
            DUPLICATE,
            WRONG_PASSWORD,
            TOO_LARGE,
            CANCELLED,
            RANDOM_BYTES,
            FINISHED,
            MISSING_DATABASE,
            FORGED);

    private final String text;

    LoadStep(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    /// As the monitor calls the state in which it must end.
    String end() {
        return switch (this) {
            case FINISHED, DUPLICATE -> "Succeeded";
            case CANCELLED -> "Canceled";
            case UNKNOWN_HOST, WRONG_PASSWORD, MISSING_DATABASE -> "ValidationFailed";
            case NOT_JSON, WRONG_KEY, TOO_LARGE, RANDOM_BYTES, FORGED ->
                throw new IllegalStateException(this + " is no migration");
        };
    }

    boolean isMigration() {
        return switch (this) {
            case FINISHED, CANCELLED, DUPLICATE, UNKNOWN_HOST, WRONG_PASSWORD, MISSING_DATABASE -> true;
            case NOT_JSON, WRONG_KEY, TOO_LARGE, RANDOM_BYTES, FORGED -> false;
        };
    }

    /// Whether preflight puts it aside, under its key.
    boolean becomesDeadLetter() {
        return this == NOT_JSON || this == WRONG_KEY || this == TOO_LARGE || this == RANDOM_BYTES;
    }
}
