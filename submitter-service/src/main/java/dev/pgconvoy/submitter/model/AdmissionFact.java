package dev.pgconvoy.submitter.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.pgconvoy.migration.Acceptance;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationRequest;
import java.time.Instant;
import java.util.Optional;

/// What admission must know of an event. It travels in our own repartition topic, so that all facts about one target
/// server meet in one task.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = AdmissionFact.Validated.class, name = "validated"),
    @JsonSubTypes.Type(value = AdmissionFact.CancelRequested.class, name = "cancel-requested"),
    @JsonSubTypes.Type(value = AdmissionFact.Ended.class, name = "ended"),
    @JsonSubTypes.Type(value = AdmissionFact.Stalled.class, name = "stalled"),
})
public sealed interface AdmissionFact {

    MigrationId id();

    default String targetServer() {
        return id().targetServer();
    }

    /// The checks are done.
    ///
    /// @param toBeMoved false when they failed or only they were asked for
    record Validated(MigrationRequest request, boolean toBeMoved, Acceptance acceptance, Optional<String> traceparent)
            implements AdmissionFact {
        @Override
        public MigrationId id() {
            return request.id();
        }
    }

    /// Somebody wants it stopped.
    record CancelRequested(MigrationId id, Instant at, Optional<String> traceparent) implements AdmissionFact {}

    /// It has ended, whichever way.
    record Ended(MigrationId id) implements AdmissionFact {}

    /// Nobody has said anything about it for too long.
    ///
    /// @param revision of the status that says so; it tells one silence from the next
    record Stalled(MigrationId id, long revision) implements AdmissionFact {}
}
