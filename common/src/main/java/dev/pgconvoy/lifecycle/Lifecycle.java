package dev.pgconvoy.lifecycle;

import dev.pgconvoy.event.MigrationEvent;
import dev.pgconvoy.event.MigrationEvent.CancelRequested;
import dev.pgconvoy.event.MigrationEvent.MigrationObserved;
import dev.pgconvoy.event.MigrationEvent.MigrationRequested;
import dev.pgconvoy.event.MigrationEvent.MigrationSubmitted;
import dev.pgconvoy.event.MigrationEvent.MigrationValidated;
import dev.pgconvoy.event.MigrationEvent.PauseSet;
import dev.pgconvoy.event.MigrationEvent.StateAnnouncement;
import dev.pgconvoy.event.RequestHash;
import dev.pgconvoy.lifecycle.Migration.Canceled;
import dev.pgconvoy.lifecycle.Migration.Canceling;
import dev.pgconvoy.lifecycle.Migration.Completing;
import dev.pgconvoy.lifecycle.Migration.Delegated;
import dev.pgconvoy.lifecycle.Migration.Failed;
import dev.pgconvoy.lifecycle.Migration.Finishing;
import dev.pgconvoy.lifecycle.Migration.Migrating;
import dev.pgconvoy.lifecycle.Migration.Preparing;
import dev.pgconvoy.lifecycle.Migration.Scheduled;
import dev.pgconvoy.lifecycle.Migration.Succeeded;
import dev.pgconvoy.lifecycle.Migration.Validating;
import dev.pgconvoy.lifecycle.Migration.ValidationFailed;
import dev.pgconvoy.migration.Acceptance;
import dev.pgconvoy.migration.ExecutorKind;
import dev.pgconvoy.migration.MigrationOption;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.migration.Verdict;
import dev.pgconvoy.migration.pause.MigrationPause;
import dev.pgconvoy.migration.pause.PauseRules;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Folds one fact into a migration. Facts may come twice, late, or ahead of the ones before them.
public final class Lifecycle {

    private Lifecycle() {}

    /// @param current null while nothing is known of this migration
    /// @param at when the fact happened, by its event
    public static Decision fold(@Nullable Migration current, MigrationEvent event, Instant at) {
        return fold(current, event, at, Optional.empty());
    }

    /// @param actor who asked for it, of what somebody asks for
    public static Decision fold(@Nullable Migration current, MigrationEvent event, Instant at, Optional<String> actor) {
        if (current == null) {
            return open(event, at);
        }
        if (isAboutAnotherRequest(current, event)) {
            return Decision.refused(current, anotherRequest(current, event));
        }
        return switch (event) {
            case MigrationRequested _ -> Decision.same(current);
            case MigrationValidated validated -> validated(current, validated, at);
            case MigrationSubmitted submitted -> submitted(current, submitted, at);
            case CancelRequested cancel -> cancelRequested(current, cancel, at);
            case PauseSet pause -> pauseSet(current, pause, at, actor);
            case MigrationObserved observed -> Observations.fold(current, observed.observation(), at);
            case StateAnnouncement _ -> Decision.same(current);
        };
    }

    /// The migration stands still: nobody has said anything since `since`. Announced once for each silence.
    public static Decision stall(Migration current, Instant since, Instant now) {
        var known = current.dossier().stalledSince();
        if (current.isFinal() || known.isPresent() && !since.isAfter(known.get())) {
            return Decision.same(current);
        }
        return Decision.announced(current.with(current.dossier().next(now).stalled(Optional.of(since))));
    }

    private static Decision open(MigrationEvent event, Instant at) {
        return switch (event) {
            case MigrationRequested(var request) ->
                Decision.moved(new Preparing(Dossier.open(request, RequestHash.of(request), at, at)), at);
            case MigrationValidated validated ->
                validated(accepted(validated.request(), validated.acceptance(), at), validated, at);
            case MigrationSubmitted submitted ->
                submitted(accepted(submitted.request(), submitted.acceptance(), at), submitted, at);
            case MigrationObserved observed when losesNothing(observed.observation()) -> Decision.unknown();
            case CancelRequested _, PauseSet _, MigrationObserved _ ->
                Decision.refused(null, "no migration %s is known".formatted(event.id()));
            case StateAnnouncement _ -> Decision.unknown();
        };
    }

    private static Preparing accepted(MigrationRequest request, Acceptance acceptance, Instant at) {
        return new Preparing(Dossier.open(request, acceptance.requestHash(), acceptance.requestedAt(), at));
    }

    /// An id stands for one request. What says of no request that it is about it can only be about this one.
    private static boolean isAboutAnotherRequest(Migration current, MigrationEvent event) {
        var about = switch (event) {
            case MigrationRequested(var request) -> Optional.of(RequestHash.of(request));
            case MigrationValidated validated ->
                Optional.of(validated.acceptance().requestHash());
            case MigrationSubmitted submitted ->
                Optional.of(submitted.acceptance().requestHash());
            case MigrationObserved observed -> observed.requestHash();
            case CancelRequested _, PauseSet _, StateAnnouncement _ -> Optional.<String>empty();
        };
        return about.filter(hash -> !hash.equals(current.dossier().requestHash()))
                .isPresent();
    }

    private static String anotherRequest(Migration current, MigrationEvent event) {
        return event instanceof MigrationRequested
                ? "migration %s exists already with a different request; choose another name".formatted(event.id())
                : "it is about another request than the one that migration %s stands for (requestHash %s)"
                        .formatted(event.id(), current.dossier().requestHash());
    }

    /// These overtake the request in good order; what they say is said again by the verdict, or by the next Stopped.
    private static boolean losesNothing(Observation observation) {
        return observation instanceof Observation.ValidationBegan
                || observation instanceof Observation.Stopped && observation.epoch() == 0;
    }

    private static Decision validated(Migration current, MigrationValidated fact, Instant at) {
        if (current.dossier().checked()) {
            return Decision.same(current);
        }
        var dossier = current.dossier()
                .resolved(fact.request())
                .checked(fact.findings(), fact.acceptance().requestedAt(), fact.preflight());
        return switch (current) {
            case Preparing _, Validating _ -> Decision.moved(verdict(dossier, fact, new Scheduled(dossier)), at);
            case Canceling canceling
            when canceling.epoch() == 0 -> Decision.moved(verdict(dossier, fact, canceling.with(dossier)), at);
            case Scheduled _, Migrating _, Completing _, Finishing _, Delegated _, Canceling _ ->
                Decision.moved(current.with(dossier), at);
            case Succeeded _, ValidationFailed _, Failed _, Canceled _ -> Decision.same(current);
        };
    }

    /// Nobody will ever lead a migration that failed its checks or wanted nothing else. Azure's service has checks of
    /// its own, so it is asked for those, too.
    private static Migration verdict(Dossier dossier, MigrationValidated fact, Migration passed) {
        if (fact.verdict() == Verdict.FAILED) {
            return new ValidationFailed(dossier);
        }
        var options = fact.request().options();
        return options.migrationOption() == MigrationOption.VALIDATE && options.executor() == ExecutorKind.WORKERS
                ? new Succeeded(dossier, Optional.empty())
                : passed;
    }

    private static Decision submitted(Migration current, MigrationSubmitted fact, Instant at) {
        return switch (current) {
            case Preparing _, Validating _ ->
                Decision.moved(new Scheduled(current.dossier().resolved(fact.request())), at);
            case Scheduled _,
                    Migrating _,
                    Completing _,
                    Finishing _,
                    Delegated _,
                    Canceling _,
                    Succeeded _,
                    ValidationFailed _,
                    Failed _,
                    Canceled _ -> Decision.same(current);
        };
    }

    private static Decision cancelRequested(Migration current, CancelRequested cancel, Instant at) {
        return switch (current) {
            case Preparing _, Validating _, Scheduled _, Migrating _, Completing _, Delegated _ ->
                Decision.moved(new Canceling(current.dossier().cancelled(cancel.reason()), current.epoch()), at);
            case Canceling _, Canceled _ -> Decision.same(current);
            case Finishing _ ->
                Decision.refused(
                        current,
                        "migration %s is complete and is being finished: it cannot be cancelled any more"
                                .formatted(current.dossier().request().id()));
            case Succeeded _, ValidationFailed _, Failed _ ->
                Decision.refused(
                        current,
                        "migration %s has ended as %s and cannot be cancelled"
                                .formatted(
                                        current.dossier().request().id(),
                                        current.state().text()));
        };
    }

    private static Decision pauseSet(Migration current, PauseSet fact, Instant at, Optional<String> actor) {
        var known = current.dossier().pause();
        if (!fact.paused()) {
            return current.isFinal()
                            || known.filter(pause -> fact.ends(pause.since())).isEmpty()
                    ? Decision.same(current)
                    : Decision.moved(current.with(current.dossier().paused(Optional.empty())), at);
        }
        var objection = PauseRules.objection(current.status());
        if (objection.isPresent() && !(current instanceof Completing)) { // a successor may copy again, and heeds it
            return Decision.refused(
                    current,
                    "migration %s cannot be paused: %s"
                            .formatted(current.dossier().request().id(), objection.get()));
        }
        if (known.filter(pause -> pause.since().equals(at)).isPresent()) {
            return Decision.same(current);
        }
        var pause = new MigrationPause(fact.reason(), actor, at, fact.until(), false);
        return Decision.moved(current.with(current.dossier().paused(Optional.of(pause))), at);
    }
}
