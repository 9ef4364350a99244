package dev.pgconvoy.submitter.azure.model;

import dev.pgconvoy.failure.Failure;
import java.time.Duration;
import java.util.Optional;

/// How far a deployment is.
public sealed interface DeploymentState {

    record Absent() implements DeploymentState {}

    /// @param retryAfter when to look again, where Azure says it
    record Running(Optional<Duration> retryAfter) implements DeploymentState {}

    /// The migration was made; what it does then is another matter.
    record Succeeded() implements DeploymentState {}

    record Failed(Failure failure) implements DeploymentState {}
}
