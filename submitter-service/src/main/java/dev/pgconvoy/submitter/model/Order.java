package dev.pgconvoy.submitter.model;

import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.migration.MigrationId;
import java.util.Optional;

/// What follows from a fact, for somebody else to carry out.
public sealed interface Order {

    Optional<String> traceparent();

    /// Hand it to its executor.
    record Submit(Work work, int attempt) implements Order {
        @Override
        public Optional<String> traceparent() {
            return work.traceparent();
        }
    }

    /// Say that it has stopped: nobody has ever written for it, and nobody will.
    record ConfirmStopped(MigrationId id, Optional<String> traceparent) implements Order {}

    /// Say that it cannot be served.
    record Refuse(MigrationId id, Failure failure, Optional<String> traceparent) implements Order {}
}
