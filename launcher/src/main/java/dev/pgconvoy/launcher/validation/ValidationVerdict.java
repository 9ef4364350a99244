package dev.pgconvoy.launcher.validation;

import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.migration.MigrationState;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.Verdict;

/// What the checks came to, in a word and in a sentence.
enum ValidationVerdict {
    PASSED("Passed"),
    PASSED_WITH_WARNINGS("Passed with warnings"),
    FAILED("Failed"),
    /// It was stopped, or something else than a check ended it.
    NOT_FINISHED("Not finished");

    private final String word;

    ValidationVerdict(String word) {
        this.word = word;
    }

    static ValidationVerdict of(MigrationStatus ended) {
        if (ended.state() == MigrationState.VALIDATION_FAILED) {
            return FAILED;
        }
        if (ended.state() != MigrationState.SUCCEEDED) {
            return NOT_FINISHED;
        }
        return Verdict.of(ended.findings()) == Verdict.SUCCEEDED ? PASSED : PASSED_WITH_WARNINGS;
    }

    String word() {
        return word;
    }

    String sentence(MigrationStatus ended) {
        return switch (this) {
            case PASSED -> "Nothing was found that stops the migration. Nothing was moved.";
            case PASSED_WITH_WARNINGS ->
                "Nothing was found that stops the migration. It would succeed with the differences or risks that the warnings name. Nothing was moved.";
            case FAILED ->
                "The migration would fail or lose something. Nothing was moved. Mend the errors, then validate again.";
            case NOT_FINISHED ->
                ended.failure()
                        .map(Failure::sentence)
                        .or(() -> ended.cancelReason().map("It was asked to stop: "::concat))
                        .orElse("The checks did not end.");
        };
    }
}
