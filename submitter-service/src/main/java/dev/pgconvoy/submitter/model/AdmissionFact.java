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

    /// Of the request that it is about; empty when it does not say.
    Optional<String> requestHash();

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

        @Override
        public Optional<String> requestHash() {
            return Optional.of(acceptance.requestHash());
        }
    }

    /// Somebody wants it stopped.
    record CancelRequested(MigrationId id, Instant at, Optional<String> traceparent) implements AdmissionFact {
        @Override
        public Optional<String> requestHash() {
            return Optional.empty();
        }
    }

    /// It has ended, whichever way.
    record Ended(MigrationId id, Optional<String> requestHash) implements AdmissionFact {}

    /// Nobody has said anything about it for too long.
    ///
    /// @param revision of the status that says so; it tells one silence from the next
    record Stalled(MigrationId id, Optional<String> requestHash, long revision) implements AdmissionFact {}
}
