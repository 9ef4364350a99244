package dev.pgconvoy.monitor.arm.deployments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.monitor.arm.migrations.MigrationOperations;
import dev.pgconvoy.monitor.arm.protocol.ArmError;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/// A deployment as it is kept: nothing in it is secret. It is kept only once Kafka has the requests of all its
/// migrations, so whoever reads it later needs to do nothing more than look what became of them.
///
/// @param parameters each with its type, and its value unless that is secret
/// @param migrations what was asked for, without passwords
/// @param state as far as it was known when it was kept; [#now] says how it is
public record Deployment(
        DeploymentId id,
        Instant timestamp,
        String templateHash,
        ObjectNode parameters,
        List<MigrationRequest> migrations,
        ProvisioningState state,
        Optional<ArmError> error,
        Optional<Instant> endedAt) {

    public Deployment {
        migrations = List.copyOf(migrations);
    }

    /// Done when every migration exists; failed when a name belongs to another one. The same for whoever asks.
    Deployment now(Function<MigrationId, Optional<MigrationStatus>> known) {
        if (!isActive()) {
            return this;
        }
        var taken = new ArrayList<ArmError>();
        var end = timestamp;
        for (var request : migrations) {
            var status = known.apply(request.id());
            if (status.isEmpty()) {
                return this;
            }
            if (!status.get().request().isSameAs(request)) {
                taken.add(MigrationOperations.taken(request));
            }
            end = status.get().requestedAt().isAfter(end) ? status.get().requestedAt() : end;
        }
        return taken.isEmpty() ? ended(ProvisioningState.SUCCEEDED, Optional.empty(), end) : failed(taken, end);
    }

    Deployment failed(List<ArmError> reasons, Instant at) {
        var error = new ArmError(
                "DeploymentFailed",
                "At least one resource of the deployment failed; the details say which and why.",
                Optional.of(id.toString()),
                reasons);
        return ended(ProvisioningState.FAILED, Optional.of(error), at);
    }

    private Deployment ended(ProvisioningState end, Optional<ArmError> reason, Instant at) {
        return new Deployment(id, timestamp, templateHash, parameters, migrations, end, reason, Optional.of(at));
    }

    boolean isActive() {
        return state == ProvisioningState.ACCEPTED;
    }

    /// Whether somebody deploys the same once more. Passwords do not count, as in requests.
    boolean isSameAs(Deployment other) {
        return templateHash.equals(other.templateHash) && parameters.toString().equals(other.parameters.toString());
    }

    boolean isSameRunAs(Deployment other) {
        return operationId().equals(other.operationId());
    }

    /// Of this run of it.
    String operationId() {
        return UUID.nameUUIDFromBytes("%s %s".formatted(id.key(), timestamp).getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
