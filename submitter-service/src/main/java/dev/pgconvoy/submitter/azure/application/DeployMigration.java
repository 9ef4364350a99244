package dev.pgconvoy.submitter.azure.application;

import dev.pgconvoy.arm.ResourceId;
import dev.pgconvoy.azure.AzureSettings;
import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.secret.SecretResolver;
import dev.pgconvoy.submitter.azure.model.AzureOutcome;
import java.time.InstantSource;
import java.util.Optional;

/// Brings a migration into Azure. It may be asked for the same one many times, also at once by two processes: the
/// deployment always has the same name, so there is one.
public final class DeployMigration {

    private final AzureSettings settings;
    private final SecretResolver secrets;
    private final Surroundings surroundings;

    /// @param arm what is deployed to
    /// @param wishes what is wanted meanwhile
    public record Surroundings(
            ArmDeployments arm, DesiredStates wishes, AzurePatience patience, RetryPause pause, InstantSource clock) {}

    public DeployMigration(AzureSettings settings, SecretResolver secrets, Surroundings surroundings) {
        this.settings = settings;
        this.secrets = secrets;
        this.surroundings = surroundings;
    }

    /// Returns when it is there, or will never be.
    public AzureOutcome deploy(MigrationRequest request) throws InterruptedException {
        Optional<ResourceId> migration;
        try {
            migration = settings.resourceOf(request);
        } catch (MigrationException e) {
            return new AzureOutcome.Refused(e.failure());
        }
        return migration.isEmpty()
                ? new AzureOutcome.Refused(nowhere(request))
                : new AzureSubmission(request, migration.get(), secrets, surroundings).carryOut();
    }

    private static Failure nowhere(MigrationRequest request) {
        return new Failure(
                FailureCode.REQUEST_REFUSED,
                "migration " + request.id(),
                "Nobody says in which subscription and resource group its target server is.",
                "Set pgconvoy.azure.subscription-id and pgconvoy.azure.resource-group, or name azure.subscriptionId and"
                        + " azure.resourceGroup in a request under another name.");
    }
}
