package dev.pgconvoy.worker.lead;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.migration.Report;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/// How a migration ends: decided once, by the leader of that moment, and completed by whoever leads then.
///
/// @param end what is announced when nothing of ours is left on the target
/// @param complete the databases that keep their copy; all others are closed for writers
public record DecidedEnd(Observation end, List<String> complete) {

    public DecidedEnd {
        complete = List.copyOf(complete);
    }

    /// The same end with another report, if it has one.
    public DecidedEnd withReport(UnaryOperator<Report> change) {
        return switch (end) {
            case Observation.Finished(var epoch, var report) ->
                new DecidedEnd(new Observation.Finished(epoch, change.apply(report)), complete);
            case Observation.Failed(var epoch, var failure, var report, var left) ->
                new DecidedEnd(new Observation.Failed(epoch, failure, report.map(change), left), complete);
            case Observation.Stopped _ -> this;
            case Observation.ValidationBegan _,
                    Observation.MigrationBegan _,
                    Observation.Progressed _,
                    Observation.CompletionBegan _,
                    Observation.Ending _,
                    Observation.Hindered _,
                    Observation.Unhindered _,
                    Observation.Paused _,
                    Observation.AzureSeen _ -> throw new IllegalStateException("no end: " + end);
        };
    }

    /// The same end, announced by the leader of another epoch.
    public Observation announcedBy(int epoch) {
        return switch (end) {
            case Observation.Finished(var _, var report) -> new Observation.Finished(epoch, report);
            case Observation.Failed(var _, var failure, var report, var left) ->
                new Observation.Failed(epoch, failure, report, left);
            case Observation.Stopped(var _, var left) -> new Observation.Stopped(epoch, left);
            case Observation.ValidationBegan _,
                    Observation.MigrationBegan _,
                    Observation.Progressed _,
                    Observation.CompletionBegan _,
                    Observation.Ending _,
                    Observation.Hindered _,
                    Observation.Unhindered _,
                    Observation.Paused _,
                    Observation.AzureSeen _ -> throw new IllegalStateException("no end: " + end);
        };
    }

    String text() {
        return new String(EventJson.write(this), StandardCharsets.UTF_8);
    }

    static DecidedEnd of(String text) {
        try {
            return Objects.requireNonNull(EventJson.MAPPER.readValue(text, DecidedEnd.class));
        } catch (JsonProcessingException | NullPointerException e) { // the latter for "null"
            throw new IllegalStateException("the register holds an end that is none", e);
        }
    }
}
