package dev.pgconvoy.monitor.arm.deployments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.monitor.arm.migrations.MigrationAddress;
import dev.pgconvoy.monitor.arm.protocol.ArmError;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/// What Azure calls the operations of a deployment: one for each migration that it made, makes, or could not make.
final class DeploymentSteps {

    private final Deployment deployment;
    private final Function<MigrationId, Optional<MigrationStatus>> known;

    /// @param deployment as it is now
    DeploymentSteps(Deployment deployment, Function<MigrationId, Optional<MigrationStatus>> known) {
        this.deployment = deployment;
        this.known = known;
    }

    List<ObjectNode> all() {
        var failed = deployment.error().stream()
                .flatMap(error -> error.details().stream())
                .map(this::failed);
        return Stream.concat(deployment.migrations().stream().flatMap(this::made), failed)
                .toList();
    }

    Optional<ObjectNode> find(String id) {
        return all().stream()
                .filter(step -> step.path("operationId").asText().equalsIgnoreCase(id))
                .findFirst();
    }

    /// Nothing of a deployment is asked for when a part of it cannot be: then only what was there before is.
    private Stream<ObjectNode> made(MigrationRequest request) {
        var status = known.apply(request.id());
        if (status.isPresent()) {
            return status.get().request().isSameAs(request)
                    ? Stream.of(
                            step(request, "Succeeded", "Created", status.get().requestedAt()))
                    : Stream.empty();
        }
        return deployment.isActive()
                ? Stream.of(step(request, "Running", "Accepted", deployment.timestamp()))
                : Stream.empty();
    }

    private ObjectNode step(MigrationRequest request, String state, String statusCode, Instant at) {
        var address = DeploymentResource.id(deployment, request);
        var step = step(request.id().toString(), state, statusCode, at);
        step.withObject("/properties/targetResource")
                .put("id", address)
                .put("resourceType", MigrationAddress.TYPE)
                .put("resourceName", request.id().toString());
        return step;
    }

    private ObjectNode failed(ArmError error) {
        var about = error.target().orElse(error.message());
        var step = step(about, "Failed", error.code(), deployment.endedAt().orElse(deployment.timestamp()));
        step.withObject("/properties/statusMessage")
                .put("status", "Failed")
                .set("error", EventJson.MAPPER.<JsonNode>valueToTree(error));
        error.target()
                .ifPresent(
                        target -> step.withObject("/properties/targetResource").put("resourceName", target));
        return step;
    }

    private ObjectNode step(String about, String state, String statusCode, Instant at) {
        var id = UUID.nameUUIDFromBytes(
                        "%s %s".formatted(deployment.operationId(), about).getBytes(StandardCharsets.UTF_8))
                .toString();
        var step = EventJson.MAPPER
                .createObjectNode()
                .put("id", "%s/operations/%s".formatted(deployment.id(), id))
                .put("operationId", id);
        var took = Duration.between(deployment.timestamp(), at);
        step.putObject("properties")
                .put("provisioningOperation", "Create")
                .put("provisioningState", state)
                .put("timestamp", at.toString())
                .put("duration", (took.isNegative() ? Duration.ZERO : took).toString())
                .put("statusCode", statusCode);
        return step;
    }
}
