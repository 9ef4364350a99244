package dev.pgconvoy.lifecycle;

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
import dev.pgconvoy.migration.Observation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Folds what conductors saw. What an older epoch says no longer counts.
final class Observations {

    private Observations() {}

    static Decision fold(Migration current, Observation observation, Instant at) {
        if (current.isFinal()) {
            return Decision.same(current);
        }
        return switch (observation) {
            case Observation.ValidationBegan _ ->
                current instanceof Preparing preparing
                        ? Decision.moved(new Validating(preparing.dossier()), at)
                        : Decision.same(current);
            case Observation.MigrationBegan(var epoch, var _) ->
                epoch > epochOf(current) && !(current instanceof Canceling)
                        ? Decision.moved(new Migrating(current.dossier(), epoch), at)
                        : Decision.same(current);
            case Observation.Progressed progressed -> progressed(current, progressed, at);
            case Observation.CompletionBegan(var epoch) ->
                current instanceof Completing || current instanceof Canceling || epoch < epochOf(current)
                        ? Decision.same(current)
                        : Decision.moved(new Completing(current.dossier(), epoch), at);
            case Observation.Finishing _ -> Decision.same(current);
            case Observation.Finished(var epoch, var report) ->
                epoch < epochOf(current)
                        ? Decision.same(current)
                        : Decision.moved(new Succeeded(current.dossier(), Optional.of(report)), at);
            case Observation.Failed failed -> failed(current, failed, at);
            case Observation.Stopped(var _, var databasesToDrop) ->
                Decision.moved(new Canceled(current.dossier(), databasesToDrop), at);
        };
    }

    private static Decision progressed(Migration current, Observation.Progressed fact, Instant at) {
        if (fact.epoch() < epochOf(current)
                || fact.databases().equals(current.dossier().databases())) {
            return Decision.same(current);
        }
        var dossier = current.dossier().progressed(fact.databases());
        return switch (current) {
            case Preparing _, Validating _, Scheduled _, Migrating _ ->
                Decision.moved(new Migrating(dossier, fact.epoch()), at);
            case Completing _ -> Decision.moved(new Completing(dossier, fact.epoch()), at);
            case Canceling _, Succeeded _, ValidationFailed _, Failed _, Canceled _ -> Decision.same(current);
        };
    }

    private static Decision failed(Migration current, Observation.Failed fact, Instant at) {
        if (fact.epoch() < epochOf(current)) {
            return Decision.same(current);
        }
        return current instanceof Canceling
                ? Decision.moved(
                        new Canceled(
                                current.dossier(),
                                fact.epoch() == 0
                                        ? List.of()
                                        : current.dossier().databaseNames()),
                        at)
                : Decision.moved(new Failed(current.dossier(), fact.failure(), fact.report()), at);
    }

    private static int epochOf(Migration migration) {
        return switch (migration) {
            case Migrating migrating -> migrating.epoch();
            case Completing completing -> completing.epoch();
            case Preparing _,
                    Validating _,
                    Scheduled _,
                    Canceling _,
                    Succeeded _,
                    ValidationFailed _,
                    Failed _,
                    Canceled _ -> 0;
        };
    }
}
