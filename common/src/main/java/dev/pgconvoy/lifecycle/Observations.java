package dev.pgconvoy.lifecycle;

import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.lifecycle.Migration.Canceled;
import dev.pgconvoy.lifecycle.Migration.Canceling;
import dev.pgconvoy.lifecycle.Migration.Completing;
import dev.pgconvoy.lifecycle.Migration.Delegated;
import dev.pgconvoy.lifecycle.Migration.Migrating;
import dev.pgconvoy.lifecycle.Migration.Preparing;
import dev.pgconvoy.lifecycle.Migration.Succeeded;
import dev.pgconvoy.lifecycle.Migration.Validating;
import dev.pgconvoy.lifecycle.Migration.ValidationFailed;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.migration.Observation.AzureSeen;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Folds what conductors saw. What an older epoch says no longer counts, not even as a sign of life.
final class Observations {

    private Observations() {}

    static Decision fold(Migration current, Observation observation, Instant at) {
        if (current.isFinal() || observation.epoch() < current.epoch()) {
            return Decision.same(current);
        }
        var decision = advance(current, observation, at);
        var wokeUp = current.dossier().stalledSince().isPresent() && decision.isSame(current);
        return wokeUp ? Decision.moved(current, at) : decision;
    }

    private static Decision advance(Migration current, Observation observation, Instant at) {
        return switch (observation) {
            case Observation.ValidationBegan _ ->
                current instanceof Preparing preparing
                        ? Decision.moved(new Validating(preparing.dossier()), at)
                        : Decision.same(current);
            case Observation.MigrationBegan(var epoch, var _) ->
                epoch > current.epoch()
                        ? led(current, new Migrating(current.dossier(), epoch), at)
                        : Decision.same(current);
            case Observation.Progressed progressed -> progressed(current, progressed, at);
            case Observation.CompletionBegan(var epoch) ->
                current instanceof Completing && epoch == current.epoch()
                        ? Decision.same(current)
                        : led(current, new Completing(current.dossier(), epoch), at);
            case Observation.Ending _, Observation.Hindered _ -> Decision.same(current);
            case Observation.Finished(var _, var report) ->
                Decision.moved(new Succeeded(current.dossier(), Optional.of(report)), at);
            case Observation.Failed failed -> failed(current, failed, at);
            case Observation.Stopped(var _, var databasesToDrop) ->
                Decision.moved(new Canceled(current.dossier(), databasesToDrop), at);
            case AzureSeen seen -> azureSeen(current, seen, at);
        };
    }

    /// What Azure says is so, whatever we had asked of it, as long as no conductor of ours leads.
    private static Decision azureSeen(Migration current, AzureSeen fact, Instant at) {
        if (current instanceof Migrating || current instanceof Completing) {
            return Decision.same(current);
        }
        var dossier = current.dossier().seen(fact);
        return switch (fact.status().ourState()) {
            case SUCCEEDED -> Decision.moved(new Succeeded(dossier, Optional.empty()), at);
            case FAILED -> Decision.moved(new Migration.Failed(dossier, failure(dossier, fact), Optional.empty()), at);
            case VALIDATION_FAILED -> Decision.moved(new ValidationFailed(dossier), at);
            case CANCELED -> Decision.moved(new Canceled(dossier, dossier.databaseNames()), at);
            case IN_PROGRESS, WAITING_FOR_USER_ACTION, CLEANING_UP -> {
                var next = current instanceof Canceling ? current.with(dossier) : new Delegated(dossier);
                yield next.equals(current) ? Decision.same(current) : Decision.moved(next, at);
            }
        };
    }

    private static Failure failure(Dossier dossier, AzureSeen fact) {
        return new Failure(
                FailureCode.AZURE_FAILED,
                "migration " + dossier.request().id(),
                fact.status().error().orElse("Azure's migration service says no more than Failed."),
                "Remove the cause and request it again under another name.");
    }

    /// A conductor goes on; where it was asked to stop, what matters is only that it is there.
    private static Decision led(Migration current, Migration next, Instant at) {
        if (!(current instanceof Canceling)) {
            return Decision.moved(next, at);
        }
        return next.epoch() > current.epoch()
                ? Decision.moved(new Canceling(current.dossier(), next.epoch()), at)
                : Decision.same(current);
    }

    private static Decision progressed(Migration current, Observation.Progressed fact, Instant at) {
        var sameConductor = fact.epoch() == current.epoch();
        if (sameConductor && fact.databases().equals(current.dossier().databases())) {
            return Decision.same(current);
        }
        var dossier = current.dossier().progressed(fact.databases());
        return current instanceof Completing && sameConductor
                ? Decision.moved(new Completing(dossier, fact.epoch()), at)
                : led(current, new Migrating(dossier, fact.epoch()), at);
    }

    private static Decision failed(Migration current, Observation.Failed fact, Instant at) {
        if (!(current instanceof Canceling)) {
            return Decision.moved(new Migration.Failed(current.dossier(), fact.failure(), fact.report()), at);
        }
        var left = fact.epoch() == 0 ? List.<String>of() : current.dossier().databaseNames();
        return Decision.moved(new Canceled(current.dossier(), left), at);
    }
}
