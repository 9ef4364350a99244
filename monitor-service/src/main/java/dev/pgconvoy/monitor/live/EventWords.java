package dev.pgconvoy.monitor.live;

import dev.pgconvoy.event.MigrationEvent;
import dev.pgconvoy.event.MigrationEvent.CancelRequested;
import dev.pgconvoy.event.MigrationEvent.MigrationCancelled;
import dev.pgconvoy.event.MigrationEvent.MigrationCompleted;
import dev.pgconvoy.event.MigrationEvent.MigrationObserved;
import dev.pgconvoy.event.MigrationEvent.MigrationRequested;
import dev.pgconvoy.event.MigrationEvent.MigrationSubmitted;
import dev.pgconvoy.event.MigrationEvent.MigrationValidated;
import dev.pgconvoy.event.MigrationEvent.PauseSet;
import dev.pgconvoy.event.MigrationEvent.StateRecorded;
import dev.pgconvoy.event.MigrationEvent.SubstateChanged;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.text.Excerpt;
import java.util.Locale;
import java.util.Optional;

/// An event in few words, without anything that is a secret.
record EventWords(String what, String detail) {

    private static final int LONGEST = 300;

    EventWords {
        detail = Excerpt.of(detail, LONGEST);
    }

    /// @return empty for what repeats itself every second
    static Optional<EventWords> of(MigrationEvent event) {
        return switch (event) {
            case MigrationRequested(var request) -> say("requested", servers(request));
            case MigrationValidated(var _, var verdict, var findings, var _, var _) ->
                say("validated: " + verdict.name().toLowerCase(Locale.ROOT), findings.size() + " findings");
            case MigrationSubmitted(var _, var executor, var attempt, var _) ->
                say("submitted", "executor %s, attempt %d".formatted(executor.text(), attempt));
            case CancelRequested(var _, var reason) -> say("cancel requested", reason);
            case PauseSet(var _, var paused, var reason, var _, var _) ->
                say(paused ? "pause requested" : "resume requested", reason);
            case MigrationObserved(var _, var _, var observation) -> of(observation);
            case SubstateChanged(var status) -> say(state(status), "");
            case MigrationCompleted(var status) ->
                say(
                        "completed: " + status.state().text(),
                        status.failure().map(failure -> failure.message()).orElse(""));
            case MigrationCancelled _ -> say("cancelled", "nothing is written to the target any more");
            case StateRecorded _ -> Optional.empty();
        };
    }

    private static Optional<EventWords> say(String what, String detail) {
        return Optional.of(new EventWords(what, detail));
    }

    private static String servers(MigrationRequest request) {
        return "%s:%d to %s:%d"
                .formatted(
                        request.source().host(),
                        request.source().port(),
                        request.target().host(),
                        request.target().port());
    }

    private static String state(MigrationStatus status) {
        return "%s, %s".formatted(status.state().text(), status.substate().text());
    }

    private static Optional<EventWords> of(Observation observation) {
        return switch (observation) {
            case Observation.Progressed _ -> Optional.empty();
            case Observation.ValidationBegan _ -> say("validation began", "");
            case Observation.MigrationBegan(var epoch, var worker) ->
                say("migration began", "%s leads, epoch %d".formatted(worker, epoch));
            case Observation.CompletionBegan _ -> say("completion began", "");
            case Observation.Ending _ -> say("end decided", "");
            case Observation.Hindered(var _, var obstacle) -> say("hindered", obstacle.message());
            case Observation.Unhindered _ -> say("goes on", "");
            case Observation.Paused(var _, var _, var until) ->
                say("paused", "until %s at the latest".formatted(until));
            case Observation.Finished _ -> say("finished", "");
            case Observation.Failed(var _, var failure, var _, var _) -> say("failed", failure.message());
            case Observation.Stopped _ -> say("stopped", "");
            case Observation.AzureSeen(var status, var _, var _) -> say("Azure's state changed", status.state());
        };
    }
}
