package dev.pgconvoy.submitter.azure.application;

import dev.pgconvoy.arm.DeploymentName;
import dev.pgconvoy.arm.ResourceId;
import dev.pgconvoy.azure.AzureFailures;
import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.secret.SecretResolver;
import dev.pgconvoy.submitter.azure.application.DeployMigration.Surroundings;
import dev.pgconvoy.submitter.azure.model.AzureOutcome;
import dev.pgconvoy.submitter.azure.model.DeploymentState;
import dev.pgconvoy.submitter.azure.model.DeploymentState.Absent;
import dev.pgconvoy.submitter.azure.model.DeploymentState.Running;
import dev.pgconvoy.submitter.azure.model.DeploymentState.Succeeded;
import dev.pgconvoy.submitter.azure.model.DesiredState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One migration on its way into Azure, one look or call at a time.
final class AzureSubmission {

    private final MigrationRequest request;
    private final ResourceId migration;
    private final String deployment;
    private final SecretResolver secrets;
    private final Surroundings surroundings;
    private final Instant deadline;
    private int failures;
    private int failedDeployments;
    private boolean sent;
    private boolean mayReplace;
    private @Nullable Instant missingSince;

    private sealed interface Step {
        record Done(AzureOutcome outcome) implements Step {}

        record Wait(Duration duration) implements Step {}
    }

    AzureSubmission(MigrationRequest request, ResourceId migration, SecretResolver secrets, Surroundings surroundings) {
        this.request = request;
        this.migration = migration;
        this.deployment = DeploymentName.of(request.id());
        this.secrets = secrets;
        this.surroundings = surroundings;
        this.deadline =
                surroundings.clock().instant().plus(surroundings.patience().retryFor());
    }

    AzureOutcome carryOut() throws InterruptedException {
        while (true) {
            switch (next()) {
                case Step.Done(var outcome) -> {
                    return outcome;
                }
                case Step.Wait(var duration) -> surroundings.pause().sleep(duration);
            }
        }
    }

    private Step next() throws InterruptedException {
        try {
            var step = look();
            failures = 0;
            return step;
        } catch (RuntimeException fault) {
            if (isInterruption(fault)) {
                throw new InterruptedException();
            }
            return afterwards(AzureFailures.of(fault, object()), AzureFailures.retryAfter(fault));
        }
    }

    /// The SDK makes a fault of it.
    private static boolean isInterruption(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof InterruptedException) {
                return true;
            }
        }
        return Thread.interrupted();
    }

    private Step afterwards(Failure failure, Optional<Duration> retryAfter) {
        return failure.code().retryable() && now().isBefore(deadline)
                ? wait(surroundings.patience().backoff().after(++failures, retryAfter))
                : done(new AzureOutcome.Refused(failure));
    }

    private Step look() {
        var wish = surroundings.wishes().of(request.id());
        if (wish == DesiredState.ENDED && !sent) {
            return done(new AzureOutcome.Over());
        }
        if (surroundings.arm().exists(migration)) {
            return found(wish);
        }
        return switch (surroundings.arm().find(migration, deployment)) {
            case Absent _ when wish == DesiredState.RUN -> create();
            case Absent _ -> missing(new AzureOutcome.NeverMade());
            case Running(var retryAfter) -> running(retryAfter);
            case Succeeded _ ->
                missing(wish == DesiredState.RUN ? new AzureOutcome.Refused(gone()) : new AzureOutcome.NeverMade());
            case DeploymentState.Failed(var failure) -> failed(failure, wish);
        };
    }

    /// It may have ended while our call was under way: nobody watches it any more, so it is stopped here.
    private Step found(DesiredState wish) {
        if (wish != DesiredState.ENDED) {
            return done(new AzureOutcome.Created());
        }
        surroundings.arm().cancel(migration);
        return done(new AzureOutcome.Over());
    }

    private Step create() {
        missingSince = null;
        var filled = TemplateValues.of(request, migration, deployment, secrets);
        sent = true;
        surroundings.arm().create(migration, deployment, filled.template(), filled.values());
        return wait(surroundings.patience().pollInterval());
    }

    private Step running(Optional<Duration> retryAfter) {
        missingSince = null;
        return wait(retryAfter.orElse(surroundings.patience().pollInterval()));
    }

    /// What was called for a moment ago may still appear.
    private Step missing(AzureOutcome outcome) {
        var now = now();
        var since = missingSince == null ? now : missingSince;
        missingSince = since;
        return now.isBefore(since.plus(surroundings.patience().settling()))
                ? wait(surroundings.patience().pollInterval())
                : done(outcome);
    }

    /// One that failed because Azure was busy is deployed again after a while.
    private Step failed(Failure failure, DesiredState wish) {
        if (wish != DesiredState.RUN) {
            return missing(new AzureOutcome.NeverMade());
        }
        if (!failure.code().retryable() || !now().isBefore(deadline)) {
            return done(new AzureOutcome.Refused(failure));
        }
        mayReplace = !mayReplace;
        return mayReplace
                ? wait(surroundings.patience().backoff().after(++failedDeployments, Optional.empty()))
                : create();
    }

    private Failure gone() {
        return new Failure(
                FailureCode.AZURE_FAILED,
                object(),
                "Its deployment %s succeeded, but there is no such migration in Azure.".formatted(deployment),
                "See who deleted it, and request it again under another name.");
    }

    private String object() {
        return "migration " + request.id();
    }

    private Instant now() {
        return surroundings.clock().instant();
    }

    private static Step done(AzureOutcome outcome) {
        return new Step.Done(outcome);
    }

    private static Step wait(Duration duration) {
        return new Step.Wait(duration);
    }
}
