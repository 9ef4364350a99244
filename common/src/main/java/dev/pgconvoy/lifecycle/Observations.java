package dev.pgconvoy.lifecycle;

import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.lifecycle.Migration.Canceled;
import dev.pgconvoy.lifecycle.Migration.Canceling;
import dev.pgconvoy.lifecycle.Migration.Completing;
import dev.pgconvoy.lifecycle.Migration.Delegated;
import dev.pgconvoy.lifecycle.Migration.Finishing;
import dev.pgconvoy.lifecycle.Migration.Migrating;
import dev.pgconvoy.lifecycle.Migration.Preparing;
import dev.pgconvoy.lifecycle.Migration.Scheduled;
import dev.pgconvoy.lifecycle.Migration.Succeeded;
import dev.pgconvoy.lifecycle.Migration.Validating;
import dev.pgconvoy.lifecycle.Migration.ValidationFailed;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.migration.Observation.AzureSeen;
import java.time.Instant;
import java.util.Optional;

/// Folds what conductors saw. What an older epoch says no longer counts, not even as a sign of life; but for the end.
/// It is decided in the target and so true whoever announces it; the first one counts.
final class Observations {

    private Observations() {}

    static Decision fold(Migration current, Observation observation, Instant at) {
        if (current.isFinal() || !counts(current, observation)) {
            return Decision.same(current);
        }
        var decision = advance(current, observation, at);
        var wokeUp = current.dossier().stalledSince().isPresent() && decision.isSame(current);
        return wokeUp ? Decision.moved(current, at) : decision;
    }

    /// An end of epoch 0 says that nobody ever led the migration: where somebody leads, it is not true.
    static boolean counts(Migration current, Observation observation) {
        var isEnd = observation instanceof Observation.Finished
                || observation instanceof Observation.Failed
                || observation instanceof Observation.Stopped;
        return observation.epoch() >= current.epoch() || isEnd && observation.epoch() > 0;
    }

    private static Decision advance(Migration current, Observation observation, Instant at) {
        return switch (observation) {
            case Observation.ValidationBegan _ ->
                current instanceof Preparing preparing
                        ? Decision.moved(new Validating(preparing.dossier()), at)
                        : Decision.same(current);
            case Observation.MigrationBegan(var epoch, var _) ->
                epoch > current.epoch()
                        ? led(current, new Migrating(unhindered(current), epoch), at)
                        : Decision.same(current);
            case Observation.Progressed progressed -> progressed(current, progressed, at);
            case Observation.CompletionBegan(var epoch) ->
                current instanceof Completing && epoch == current.epoch()
                        ? Decision.same(current)
                        : led(current, new Completing(current.dossier(), epoch), at);
            case Observation.Ending ending -> changed(current, ending(current, ending), at);
            case Observation.Hindered(var epoch, var obstacle) ->
                changed(current, ledBy(epoch, current, current.dossier().hindered(Optional.of(obstacle))), at);
            case Observation.Unhindered(var epoch) -> changed(current, ledBy(epoch, current, unhindered(current)), at);
            case Observation.Paused(var epoch, var since, var until) ->
                changed(current, ledBy(epoch, current, current.dossier().pauseReached(since, until)), at);
            case Observation.Finished(var _, var report) ->
                Decision.moved(new Succeeded(unhindered(current), Optional.of(report)), at);
            case Observation.Failed failed -> failed(current, failed, at);
            case Observation.Stopped(var _, var databasesToDrop) ->
                Decision.moved(new Canceled(unhindered(current), databasesToDrop), at);
            case AzureSeen seen -> azureSeen(current, seen, at);
        };
    }

    /// What Azure says is so, whatever we had asked of it, as long as no conductor of ours leads.
    private static Decision azureSeen(Migration current, AzureSeen fact, Instant at) {
        if (current instanceof Migrating || current instanceof Completing || current instanceof Finishing) {
            return Decision.same(current);
        }
        var dossier = current.dossier().seen(fact);
        return switch (fact.status().ourState()) {
            case SUCCEEDED -> Decision.moved(new Succeeded(dossier, Optional.empty()), at);
            case FAILED ->
                Decision.moved(
                        new Migration.Failed(
                                dossier, failure(dossier, fact), Optional.empty(), dossier.unfinishedDatabases()),
                        at);
            case VALIDATION_FAILED -> Decision.moved(new ValidationFailed(dossier), at);
            case CANCELED -> Decision.moved(new Canceled(dossier, dossier.databaseNames()), at);
            case IN_PROGRESS, WAITING_FOR_USER_ACTION, CLEANING_UP ->
                changed(current, current instanceof Canceling ? current.with(dossier) : new Delegated(dossier), at);
        };
    }

    private static Failure failure(Dossier dossier, AzureSeen fact) {
        return new Failure(
                FailureCode.AZURE_FAILED,
                "migration " + dossier.request().id(),
                fact.status().error().orElse("Azure's migration service says no more than Failed."),
                "Remove the cause and request it again under another name.");
    }

    private static Dossier unhindered(Migration current) {
        return current.dossier().hindered(Optional.empty());
    }

    private static Decision changed(Migration current, Migration next, Instant at) {
        return next.equals(current) ? Decision.same(current) : Decision.moved(next, at);
    }

    /// A conductor goes on. Where it was asked to stop, or where the end is decided, it matters only that it is there.
    private static Decision led(Migration current, Migration next, Instant at) {
        return switch (current) {
            case Canceling canceling -> taken(canceling, next, at);
            case Finishing finishing -> taken(finishing, next, at);
            case Preparing _, Validating _, Scheduled _, Migrating _, Completing _, Delegated _ ->
                Decision.moved(next, at);
            case Succeeded _, ValidationFailed _, Migration.Failed _, Canceled _ -> Decision.same(current);
        };
    }

    private static Decision taken(Migration current, Migration next, Instant at) {
        return next.epoch() > current.epoch()
                ? Decision.moved(ledBy(next.epoch(), current, unhindered(current)), at)
                : Decision.same(current);
    }

    /// The same state, with this conductor; somebody leads, so it is at least migrating.
    private static Migration ledBy(int epoch, Migration current, Dossier dossier) {
        return switch (current) {
            case Preparing _, Validating _, Scheduled _, Migrating _, Delegated _ -> new Migrating(dossier, epoch);
            case Completing _ -> new Completing(dossier, epoch);
            case Finishing _ -> new Finishing(dossier, epoch);
            case Canceling _ -> new Canceling(dossier, epoch);
            case Succeeded _, ValidationFailed _, Migration.Failed _, Canceled _ -> current;
        };
    }

    /// A cancellation that came after it was decided that the copy is complete comes to nothing.
    private static Migration ending(Migration current, Observation.Ending fact) {
        return fact.end() instanceof Observation.Finished
                ? new Finishing(current.dossier(), fact.epoch())
                : ledBy(fact.epoch(), current, current.dossier());
    }

    private static Decision progressed(Migration current, Observation.Progressed fact, Instant at) {
        var sameConductor = fact.epoch() == current.epoch();
        if (sameConductor && fact.databases().equals(current.dossier().databases())) {
            return Decision.same(current);
        }
        var dossier = current.dossier().progressed(fact.databases());
        return switch (current) {
            case Finishing _ -> Decision.moved(new Finishing(dossier, fact.epoch()), at);
            case Completing _ when sameConductor -> Decision.moved(new Completing(dossier, fact.epoch()), at);
            case Preparing _,
                    Validating _,
                    Scheduled _,
                    Migrating _,
                    Completing _,
                    Delegated _,
                    Canceling _,
                    Succeeded _,
                    ValidationFailed _,
                    Migration.Failed _,
                    Canceled _ -> led(current, new Migrating(dossier, fact.epoch()), at);
        };
    }

    private static Decision failed(Migration current, Observation.Failed fact, Instant at) {
        var dossier = unhindered(current);
        return Decision.moved(
                current instanceof Canceling
                        ? new Canceled(dossier, fact.databasesToDrop())
                        : new Migration.Failed(dossier, fact.failure(), fact.report(), fact.databasesToDrop()),
                at);
    }
}
