package dev.pgconvoy.monitor.azure;

import dev.pgconvoy.arm.ResourceId;
import dev.pgconvoy.azure.AzureFailures;
import dev.pgconvoy.event.MigrationEvent;
import dev.pgconvoy.event.MigrationEvent.MigrationObserved;
import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.lifecycle.Lifecycle;
import dev.pgconvoy.lifecycle.Migration;
import dev.pgconvoy.migration.DatabaseProgress;
import dev.pgconvoy.migration.MigrationState;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.migration.Substate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One migration that Azure moves: what the fold knows of it, and what a look at Azure comes to. One thread looks; the
/// fold's thread only tells what changed.
final class AzureMigrationWatch {

    private final ResourceId resource;
    private final ArmMigrations arm;
    private final Duration missingPatience;
    private final Duration cancelAgain;
    private volatile Migration known;
    private boolean stoppable;
    private @Nullable Instant missingSince;
    private @Nullable Instant cancelledAt;

    AzureMigrationWatch(Migration known, ResourceId resource, ArmMigrations arm, PollConfig config) {
        this.known = known;
        this.resource = resource;
        this.arm = arm;
        this.missingPatience = config.missingPatience();
        this.cancelAgain = config.cancelAgain();
    }

    /// @param event what to say, if anything
    record Look(Optional<MigrationEvent> event, Optional<Duration> retryAfter) {}

    void update(Migration changed) {
        known = changed;
    }

    boolean isCanceling() {
        return known instanceof Migration.Canceling;
    }

    /// Whether a cancellation is to be asked for, now or once more: Azure knows the migration and does not stop it yet.
    boolean wantsCancel(Instant now) {
        return isCanceling() && stoppable && (cancelledAt == null || !now.isBefore(cancelledAt.plus(cancelAgain)));
    }

    void cancel(Instant now) {
        try {
            arm.cancel(resource);
            cancelledAt = now;
        } catch (RuntimeException fault) {
            // It has ended or is gone: the next look tells.
            if (AzureFailures.of(fault, resource.toString()).code() != FailureCode.REQUEST_REFUSED) {
                throw fault;
            }
            cancelledAt = now;
        }
    }

    Look look(Instant now) {
        var answer = arm.get(resource);
        var migration = known;
        var dossier = migration.dossier();
        var observation = answer.status()
                .<Observation>map(status -> SeenStatus.of(status, dossier))
                .or(() -> missing(migration, now));
        stoppable = observation.filter(AzureMigrationWatch::isStoppable).isPresent();
        if (answer.status().isPresent()) {
            missingSince = null;
        }
        return new Look(observation.flatMap(seen -> news(migration, seen, now)), answer.retryAfter());
    }

    private static boolean isStoppable(Observation observation) {
        return observation instanceof Observation.AzureSeen(var words, var _, var _)
                && !words.ourState().isFinal()
                && words.ourSubstate() != Substate.CANCELING_REQUESTED_DB_MIGRATIONS;
    }

    /// The fold itself says whether a fact changes anything.
    private static Optional<MigrationEvent> news(Migration migration, Observation seen, Instant now) {
        var dossier = migration.dossier();
        var event = new MigrationObserved(dossier.request().id(), Optional.of(dossier.requestHash()), seen);
        return Lifecycle.fold(migration, event, now).isSame(migration) ? Optional.empty() : Optional.of(event);
    }

    /// Before it was ever there, the submitter is at it. What was there and is not any more was deleted.
    private Optional<Observation> missing(Migration migration, Instant now) {
        if (migration.dossier().azure().isEmpty()) {
            return Optional.empty();
        }
        var since = missingSince == null ? now : missingSince;
        missingSince = since;
        if (now.isBefore(since.plus(missingPatience))) {
            return Optional.empty();
        }
        return Optional.of(
                isCanceling()
                        ? new Observation.Stopped(0, names(migration))
                        : new Observation.Failed(0, gone(), Optional.empty(), List.of()));
    }

    private static List<String> names(Migration migration) {
        return migration.dossier().databases().stream()
                .map(DatabaseProgress::database)
                .toList();
    }

    private Failure gone() {
        return new Failure(
                FailureCode.AZURE_FAILED,
                resource.toString(),
                "Azure knows it no longer; it said %s before.".formatted(lastWords()),
                "See who deleted it; look at the target's databases, and request it again under another name.");
    }

    private String lastWords() {
        return known.dossier()
                .azure()
                .map(words -> words.state() + " " + words.substate())
                .orElse(MigrationState.IN_PROGRESS.text())
                .strip();
    }
}
