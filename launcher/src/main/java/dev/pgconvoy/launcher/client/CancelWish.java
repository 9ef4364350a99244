package dev.pgconvoy.launcher.client;

import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Passes on, once, that the user wants it stopped, and bounds how long we wait for that.
final class CancelWish {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final BooleanSupplier asked;
    private final RequestPublisher publisher;
    private final MigrationId id;
    private Optional<Instant> sentAt = Optional.empty();

    CancelWish(BooleanSupplier asked, RequestPublisher publisher, MigrationId id) {
        this.asked = asked;
        this.publisher = publisher;
        this.id = id;
    }

    /// @return true when it has just been passed on
    boolean pass(Instant now) {
        if (sentAt.isPresent() || !asked.getAsBoolean()) {
            return false;
        }
        publisher.cancel(id, "interrupted at the command line");
        sentAt = Optional.of(now);
        return true;
    }

    void requireAnswerInTime(Instant now, Optional<MigrationStatus> latest) {
        if (sentAt.filter(sent -> sent.plus(PATIENCE).isBefore(now)).isPresent()) {
            throw CommandException.unusable(
                    "%s was asked to stop and has not answered within %d s. What it copied so far may be incomplete on the target%s; look at it with: pgconvoy watch %s"
                            .formatted(
                                    id,
                                    PATIENCE.toSeconds(),
                                    latest.map(CancelWish::databases).orElse(""),
                                    id));
        }
    }

    private static String databases(MigrationStatus status) {
        return status.databases().stream()
                .map(database -> '"' + database.database() + '"')
                .reduce((left, right) -> left + ", " + right)
                .map(names -> ": " + names)
                .orElse("");
    }
}
