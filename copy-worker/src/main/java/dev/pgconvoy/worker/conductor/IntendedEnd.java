package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.migration.Report;
import java.util.List;
import java.util.Optional;

/// How a conductor wants a migration to end that is not complete.
sealed interface IntendedEnd {

    /// The end of a migration that nobody has ever led.
    Observation unled();

    /// @param databasesToDrop what is left on the target
    Observation leaving(int epoch, List<String> databasesToDrop);

    record Fail(Failure failure, Optional<Report> report) implements IntendedEnd {
        @Override
        public Observation unled() {
            return leaving(0, List.of());
        }

        @Override
        public Observation leaving(int epoch, List<String> databasesToDrop) {
            return new Observation.Failed(epoch, failure, report, databasesToDrop);
        }
    }

    record Stop() implements IntendedEnd {
        @Override
        public Observation unled() {
            return leaving(0, List.of());
        }

        @Override
        public Observation leaving(int epoch, List<String> databasesToDrop) {
            return new Observation.Stopped(epoch, databasesToDrop);
        }
    }
}
