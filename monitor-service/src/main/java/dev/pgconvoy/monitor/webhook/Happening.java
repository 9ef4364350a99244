package dev.pgconvoy.monitor.webhook;

import dev.pgconvoy.event.CopyEvent;
import dev.pgconvoy.event.Event;
import dev.pgconvoy.event.FleetEvent;
import dev.pgconvoy.event.MigrationEvent;
import dev.pgconvoy.event.MigrationEvent.MigrationCancelled;
import dev.pgconvoy.event.MigrationEvent.MigrationCompleted;
import dev.pgconvoy.event.MigrationEvent.SubstateChanged;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.migration.MigrationState;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.notification.Transition;
import dev.pgconvoy.monitor.console.Attention;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/// A transition of a migration.
///
/// @param occasion tells it from the same transition at another time: announcements repeat what lasts
record Happening(Transition transition, String occasion, MigrationStatus status) {

    static Optional<Happening> of(Event event) {
        return switch (event) {
            case MigrationCompleted(var status) -> Optional.of(new Happening(end(status.state()), "", status));
            case MigrationCancelled(var status) -> Optional.of(new Happening(Transition.CANCELED, "", status));
            case SubstateChanged(var status) when !status.isFinal() -> ofRunning(status);
            case MigrationEvent _, CopyEvent _, FleetEvent _ -> Optional.empty();
        };
    }

    private static Transition end(MigrationState state) {
        return switch (state) {
            case SUCCEEDED -> Transition.SUCCEEDED;
            case VALIDATION_FAILED -> Transition.VALIDATION_FAILED;
            case CANCELED -> Transition.CANCELED;
            case FAILED, IN_PROGRESS, WAITING_FOR_USER_ACTION, CLEANING_UP -> Transition.FAILED;
        };
    }

    private static Optional<Happening> ofRunning(MigrationStatus status) {
        return Attention.of(status, false).flatMap(attention -> switch (attention) {
            case STALLED ->
                Optional.of(new Happening(
                        Transition.STALLED,
                        status.stalledSince().map(Instant::toString).orElse(""),
                        status));
            case HINDERED ->
                Optional.of(new Happening(
                        Transition.HINDERED,
                        status.obstacle().map(Happening::occasion).orElse(""),
                        status));
            case WAITING ->
                Optional.of(new Happening(Transition.WAITING, status.substate().text(), status));
            case FAILED -> Optional.empty();
        });
    }

    private static String occasion(Finding obstacle) {
        return String.join("\n", obstacle.code(), obstacle.object(), obstacle.message());
    }

    /// The same for each try, by whichever monitor.
    String webhookId(String endpoint) {
        var text =
                String.join("\n", endpoint, status.id().toString(), status.requestHash(), transition.text(), occasion);
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "msg_" + Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
