package dev.pgconvoy.launcher.exit;

import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.Report;

/// The exit codes, a contract with scripts.
public enum ExitCode {
    SUCCEEDED(0),
    /// Something around the migration is missing or broken: a broker, a process, a file.
    UNUSABLE(1),
    USAGE(2),
    VALIDATION_FAILED(3),
    FAILED(4),
    CANCELED(5),
    INTERRUPTED(130);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /// @param status of a migration that has ended; a difference between the servers is never a success
    public static ExitCode of(MigrationStatus status) {
        return switch (status.state()) {
            case SUCCEEDED -> status.report().filter(Report::hasDifferences).isPresent() ? FAILED : SUCCEEDED;
            case VALIDATION_FAILED -> VALIDATION_FAILED;
            case FAILED -> FAILED;
            case CANCELED -> CANCELED;
            case IN_PROGRESS, WAITING_FOR_USER_ACTION, CLEANING_UP ->
                throw new IllegalArgumentException("it has not ended");
        };
    }
}
