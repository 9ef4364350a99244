package dev.pgconvoy.submitter.model;

import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.migration.MigrationId;
import java.util.Optional;

/// What follows from a fact, for somebody else to carry out.
public sealed interface AdmissionOrder {

    Optional<String> traceparent();

    /// Hand it to its executor.
    record Submit(QueuedMigration work, int attempt) implements AdmissionOrder {
        @Override
        public Optional<String> traceparent() {
            return work.traceparent();
        }
    }

    /// Say that it has stopped: nobody has ever written for it, and nobody will.
    record ConfirmStopped(MigrationId id, Optional<String> requestHash, Optional<String> traceparent)
            implements AdmissionOrder {}

    /// Say that it cannot be served.
    record Refuse(MigrationId id, Optional<String> requestHash, Failure failure, Optional<String> traceparent)
            implements AdmissionOrder {}

    /// Put the fact aside: it is about another request than the one that the id stands for.
    record PutAside(MigrationId id, String reason) implements AdmissionOrder {
        @Override
        public Optional<String> traceparent() {
            return Optional.empty();
        }
    }
}
