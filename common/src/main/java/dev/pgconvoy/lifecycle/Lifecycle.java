package dev.pgconvoy.lifecycle;

import dev.pgconvoy.event.MigrationEvent;
import dev.pgconvoy.event.MigrationEvent.CancelRequested;
import dev.pgconvoy.event.MigrationEvent.MigrationCancelled;
import dev.pgconvoy.event.MigrationEvent.MigrationCompleted;
import dev.pgconvoy.event.MigrationEvent.MigrationObserved;
import dev.pgconvoy.event.MigrationEvent.MigrationRequested;
import dev.pgconvoy.event.MigrationEvent.MigrationSubmitted;
import dev.pgconvoy.event.MigrationEvent.MigrationValidated;
import dev.pgconvoy.event.MigrationEvent.StateRecorded;
import dev.pgconvoy.event.MigrationEvent.SubstateChanged;
import dev.pgconvoy.lifecycle.Migration.Canceled;
import dev.pgconvoy.lifecycle.Migration.Canceling;
import dev.pgconvoy.lifecycle.Migration.Completing;
import dev.pgconvoy.lifecycle.Migration.Failed;
import dev.pgconvoy.lifecycle.Migration.Migrating;
import dev.pgconvoy.lifecycle.Migration.Preparing;
import dev.pgconvoy.lifecycle.Migration.Scheduled;
import dev.pgconvoy.lifecycle.Migration.Succeeded;
import dev.pgconvoy.lifecycle.Migration.Validating;
import dev.pgconvoy.lifecycle.Migration.ValidationFailed;
import dev.pgconvoy.migration.MigrationOption;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Folds one fact into a migration. Facts may come twice, late, or ahead of the ones before them.
public final class Lifecycle {

    private Lifecycle() {}

    /// @param current null while nothing is known of this migration
    /// @param at when the fact happened, by its event
    public static Decision fold(@Nullable Migration current, MigrationEvent event, Instant at) {
        if (current == null) {
            return open(event, at);
        }
        var decision = switch (event) {
            case MigrationRequested requested -> requested(current, requested.request());
            case MigrationValidated validated -> validated(current, validated, at);
            case MigrationSubmitted submitted -> submitted(current, submitted, at);
            case CancelRequested _ -> cancelRequested(current, at);
            case MigrationObserved observed -> Observations.fold(current, observed.observation(), at);
            case SubstateChanged _, MigrationCompleted _, MigrationCancelled _, StateRecorded _ ->
                Decision.same(current);
        };
        return decision.isSame(current) && event instanceof MigrationObserved ? heard(current, at) : decision;
    }

    /// The migration stands still: nobody has said anything since `since`. Announced once for each silence.
    public static Decision stall(Migration current, Instant since, Instant now) {
        var known = current.dossier().stalledSince();
        if (current.isFinal() || known.isPresent() && !since.isAfter(known.get())) {
            return Decision.same(current);
        }
        return Decision.announced(current.with(current.dossier().next(now).stalled(Optional.of(since))));
    }

    private static Decision heard(Migration current, Instant at) {
        return current.dossier().stalledSince().isPresent() ? Decision.moved(current, at) : Decision.same(current);
    }

    private static Decision open(MigrationEvent event, Instant at) {
        return switch (event) {
            case MigrationRequested(var request) -> Decision.moved(new Preparing(Dossier.open(request, at, at)), at);
            case MigrationValidated validated ->
                validated(new Preparing(Dossier.open(validated.request(), validated.requestedAt(), at)), validated, at);
            case MigrationSubmitted submitted ->
                submitted(new Preparing(Dossier.open(submitted.request(), at, at)), submitted, at);
            case CancelRequested _, MigrationObserved _ ->
                new Decision(null, List.of(), Optional.of("no migration %s is known".formatted(event.id())));
            case SubstateChanged _, MigrationCompleted _, MigrationCancelled _, StateRecorded _ ->
                new Decision(null, List.of(), Optional.empty());
        };
    }

    private static Decision requested(Migration current, MigrationRequest request) {
        return isSame(current, request)
                ? Decision.same(current)
                : Decision.refused(
                        current,
                        "migration %s exists already with a different request; choose another name"
                                .formatted(request.id()));
    }

    /// Databases may have been resolved since, so they count only when both sides name them.
    private static boolean isSame(Migration current, MigrationRequest request) {
        var known = current.dossier().request();
        return known.equals(request)
                || (known.databases().isEmpty() || request.databases().isEmpty())
                        && known.withDatabases(request.databases()).equals(request);
    }

    private static Decision validated(Migration current, MigrationValidated fact, Instant at) {
        return switch (current) {
            case Preparing _, Validating _ -> {
                if (!isSame(current, fact.request())) {
                    yield Decision.same(current);
                }
                var dossier = current.dossier().validated(fact.request(), fact.findings());
                if (fact.verdict() == Verdict.FAILED) {
                    yield Decision.moved(new ValidationFailed(dossier), at);
                }
                yield fact.request().options().migrationOption() == MigrationOption.VALIDATE
                        ? Decision.moved(new Succeeded(dossier, Optional.empty()), at)
                        : Decision.moved(new Scheduled(dossier), at);
            }
            case Scheduled _,
                    Migrating _,
                    Completing _,
                    Canceling _,
                    Succeeded _,
                    ValidationFailed _,
                    Failed _,
                    Canceled _ -> Decision.same(current);
        };
    }

    private static Decision submitted(Migration current, MigrationSubmitted fact, Instant at) {
        return switch (current) {
            case Preparing _, Validating _ ->
                Decision.moved(
                        new Scheduled(current.dossier()
                                .validated(fact.request(), current.dossier().findings())),
                        at);
            case Scheduled _,
                    Migrating _,
                    Completing _,
                    Canceling _,
                    Succeeded _,
                    ValidationFailed _,
                    Failed _,
                    Canceled _ -> Decision.same(current);
        };
    }

    private static Decision cancelRequested(Migration current, Instant at) {
        return switch (current) {
            case Preparing _, Validating _, Scheduled _, Migrating _, Completing _ ->
                Decision.moved(new Canceling(current.dossier()), at);
            case Canceling _ -> Decision.same(current);
            case Succeeded _, ValidationFailed _, Failed _, Canceled _ ->
                Decision.refused(
                        current,
                        "migration %s has ended as %s and cannot be cancelled"
                                .formatted(
                                        current.dossier().request().id(),
                                        current.state().text()));
        };
    }
}
