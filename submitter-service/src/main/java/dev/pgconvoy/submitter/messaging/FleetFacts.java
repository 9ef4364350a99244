package dev.pgconvoy.submitter.messaging;

import dev.pgconvoy.event.CopyEvent;
import dev.pgconvoy.event.Envelope;
import dev.pgconvoy.event.Event;
import dev.pgconvoy.event.FleetEvent;
import dev.pgconvoy.event.FleetEvent.FleetActionRequested;
import dev.pgconvoy.event.FleetEvent.FleetRequested;
import dev.pgconvoy.event.MigrationEvent;
import dev.pgconvoy.event.MigrationEvent.MigrationCancelled;
import dev.pgconvoy.event.MigrationEvent.MigrationCompleted;
import dev.pgconvoy.event.MigrationEvent.MigrationValidated;
import dev.pgconvoy.event.MigrationEvent.StateRecorded;
import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.fleet.schedule.FleetFact;
import dev.pgconvoy.fleet.schedule.FleetFact.ActionRequested;
import dev.pgconvoy.fleet.schedule.FleetFact.Ended;
import dev.pgconvoy.fleet.schedule.FleetFact.Estimated;
import dev.pgconvoy.fleet.schedule.FleetFact.IdUsed;
import dev.pgconvoy.fleet.schedule.FleetFact.PlanRequested;
import dev.pgconvoy.migration.MigrationState;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.VerifyMode;
import java.util.List;
import java.util.Optional;

/// Reduces events to what the scheduler of fleets needs of them.
final class FleetFacts {

    private FleetFacts() {}

    static List<FleetFact> of(Envelope<Event> envelope) {
        var cause = Optional.of(envelope.eventId());
        return switch (envelope.data()) {
            case FleetRequested(var fleet, var replace, var prune, var ifRevision) ->
                List.of(new PlanRequested(fleet, replace, prune, cause, ifRevision));
            case FleetActionRequested(var fleet, var action, var ifRevision) ->
                List.of(new ActionRequested(fleet, action, cause, ifRevision));
            case MigrationValidated validated -> validated(validated);
            case MigrationCompleted(var status) -> List.of(ended(status));
            case MigrationCancelled(var status) -> List.of(ended(status));
            // It tells of migrations that have ended before anybody listened.
            case StateRecorded(var status) -> status.isFinal() ? List.of(ended(status)) : List.of();
            case FleetEvent _, MigrationEvent _, CopyEvent _ -> List.of();
        };
    }

    private static List<FleetFact> validated(MigrationValidated validated) {
        var requestHash = validated.acceptance().requestHash();
        var used = new IdUsed(validated.id(), requestHash);
        return validated
                .preflight()
                .flatMap(run -> run.estimate())
                .map(estimate -> new Estimated(
                        validated.id(), requestHash, estimate.duration().p50()))
                .map(estimated -> List.<FleetFact>of(used, estimated))
                .orElseGet(() -> List.of(used));
    }

    private static Ended ended(MigrationStatus status) {
        return new Ended(status.id(), status.requestHash(), status.state(), isProven(status), reason(status));
    }

    private static boolean isProven(MigrationStatus status) {
        return status.state() == MigrationState.SUCCEEDED
                && status.report()
                        .filter(report -> report.verify() == VerifyMode.FULL)
                        .filter(report -> report.databases().stream()
                                .allMatch(database -> database.differences().isEmpty()))
                        .isPresent();
    }

    private static Optional<String> reason(MigrationStatus status) {
        return status.failure().map(Failure::sentence).or(status::cancelReason);
    }
}
