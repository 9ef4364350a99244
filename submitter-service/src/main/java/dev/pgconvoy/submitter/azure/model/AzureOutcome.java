package dev.pgconvoy.submitter.azure.model;

import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.migration.Observation;
import java.util.List;
import java.util.Optional;

/// What came of a migration that was submitted to Azure.
public sealed interface AzureOutcome {

    /// What to say of it; empty where whoever watches Azure says it.
    Optional<Observation> observation();

    /// It is in Azure.
    record Created() implements AzureOutcome {
        @Override
        public Optional<Observation> observation() {
            return Optional.empty();
        }
    }

    /// It is not in Azure and cannot be brought there.
    record Refused(Failure failure) implements AzureOutcome {
        @Override
        public Optional<Observation> observation() {
            return Optional.of(new Observation.Failed(0, failure, Optional.empty(), List.of()));
        }
    }

    /// It is not in Azure, as was asked.
    record NeverMade() implements AzureOutcome {
        @Override
        public Optional<Observation> observation() {
            return Optional.of(new Observation.Stopped(0, List.of()));
        }
    }

    /// It was over before.
    record Over() implements AzureOutcome {
        @Override
        public Optional<Observation> observation() {
            return Optional.empty();
        }
    }
}
