package dev.pgconvoy.monitor.arm.deployments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.monitor.arm.protocol.ArmError;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a deployment wants.
///
/// @param migrations with their passwords, sealed
/// @param problems resources that cannot be, however the deployment is written
record DeploymentPlan(Deployment deployment, List<MigrationRequest> migrations, List<ArmError> problems) {

    DeploymentPlan {
        migrations = List.copyOf(migrations);
        problems = List.copyOf(problems);
    }

    static Deployment accepted(
            DeploymentId id,
            Instant timestamp,
            String templateHash,
            ObjectNode parameters,
            List<MigrationRequest> migrations) {
        return new Deployment(
                id,
                timestamp,
                templateHash,
                parameters,
                migrations.stream().map(MigrationRequest::withoutPasswords).toList(),
                ProvisioningState.ACCEPTED,
                Optional.empty(),
                Optional.empty());
    }
}
