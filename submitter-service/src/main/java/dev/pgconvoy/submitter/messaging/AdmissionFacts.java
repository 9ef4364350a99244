package dev.pgconvoy.submitter.messaging;

import dev.pgconvoy.event.CopyEvent;
import dev.pgconvoy.event.Envelope;
import dev.pgconvoy.event.Event;
import dev.pgconvoy.event.FleetEvent;
import dev.pgconvoy.event.MigrationEvent;
import dev.pgconvoy.event.MigrationEvent.MigrationCancelled;
import dev.pgconvoy.event.MigrationEvent.MigrationCompleted;
import dev.pgconvoy.event.MigrationEvent.MigrationValidated;
import dev.pgconvoy.event.MigrationEvent.SubstateChanged;
import dev.pgconvoy.migration.ExecutorKind;
import dev.pgconvoy.migration.MigrationOption;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.Verdict;
import dev.pgconvoy.submitter.model.AdmissionFact;
import dev.pgconvoy.submitter.model.AdmissionFact.CancelRequested;
import dev.pgconvoy.submitter.model.AdmissionFact.Ended;
import dev.pgconvoy.submitter.model.AdmissionFact.Stalled;
import dev.pgconvoy.submitter.model.AdmissionFact.Validated;
import java.util.Optional;

/// Reduces events to what admission needs of them: most of what the monitor says is nothing to it.
final class AdmissionFacts {

    private AdmissionFacts() {}

    static Optional<AdmissionFact> of(Envelope<Event> envelope) {
        return switch (envelope.data()) {
            case MigrationValidated validated ->
                Optional.of(new Validated(
                        validated.request(), isToBeMoved(validated), validated.acceptance(), envelope.traceparent()));
            case MigrationEvent.CancelRequested cancel ->
                Optional.of(new CancelRequested(cancel.id(), envelope.time(), envelope.traceparent()));
            case MigrationCompleted completed -> Optional.of(ended(completed.status()));
            case MigrationCancelled cancelled -> Optional.of(ended(cancelled.status()));
            case SubstateChanged(var status) ->
                status.stalledSince().map(_ -> new Stalled(status.id(), requestHash(status), status.revision()));
            case MigrationEvent _, CopyEvent _, FleetEvent _ -> Optional.empty();
        };
    }

    private static Ended ended(MigrationStatus status) {
        return new Ended(status.id(), requestHash(status));
    }

    private static Optional<String> requestHash(MigrationStatus status) {
        return Optional.of(status.requestHash());
    }

    /// Azure's service has checks of its own, so it is asked for those, too.
    private static boolean isToBeMoved(MigrationValidated validated) {
        var options = validated.request().options();
        return validated.verdict() != Verdict.FAILED
                && (options.migrationOption() != MigrationOption.VALIDATE || options.executor() == ExecutorKind.AZURE);
    }
}
