package dev.pgconvoy.monitor.arm.deployments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.monitor.arm.migrations.MigrationAddress;
import java.time.Duration;

/// A deployment as Azure's interface shows it.
final class DeploymentResource {

    private DeploymentResource() {}

    /// @param location of its servers
    static ObjectNode shown(Deployment deployment, ProvisioningState state, String location) {
        var resource = EventJson.MAPPER
                .createObjectNode()
                .put("id", deployment.id().toString())
                .put("name", deployment.id().name())
                .put("type", DeploymentId.TYPE);
        var properties = resource.putObject("properties")
                .put("templateHash", deployment.templateHash())
                .put("mode", "Incremental")
                .put("provisioningState", state.text())
                .put("timestamp", deployment.timestamp().toString())
                .put("correlationId", deployment.operationId());
        properties.set("parameters", deployment.parameters());
        deployment
                .endedAt()
                .filter(_ -> state != ProvisioningState.ACCEPTED)
                .ifPresent(end -> properties.put(
                        "duration",
                        Duration.between(deployment.timestamp(), end).toString()));
        var type = properties
                .putArray("providers")
                .addObject()
                .put("namespace", "Microsoft.DBforPostgreSQL")
                .putArray("resourceTypes")
                .addObject()
                .put("resourceType", "flexibleServers/migrations");
        type.putArray("locations").add(location);
        properties.putArray("dependencies");
        if (state == ProvisioningState.SUCCEEDED) {
            var resources = properties.putArray("outputResources");
            deployment.migrations().forEach(migration -> resources.addObject().put("id", id(deployment, migration)));
        }
        if (state == ProvisioningState.FAILED) {
            deployment
                    .error()
                    .ifPresent(error -> properties.set("error", EventJson.MAPPER.<JsonNode>valueToTree(error)));
        }
        return resource;
    }

    static String id(Deployment deployment, MigrationRequest migration) {
        return "%s/providers/%s/%s/migrations/%s"
                .formatted(
                        deployment.id().group().id(),
                        MigrationAddress.SERVER_TYPE,
                        migration.id().targetServer(),
                        migration.id().name());
    }

    /// What an asynchronous operation says of itself.
    static ObjectNode operation(Deployment deployment) {
        var operation = EventJson.MAPPER
                .createObjectNode()
                .put("name", deployment.operationId())
                .put("status", deployment.state().text())
                .put("startTime", deployment.timestamp().toString());
        deployment.endedAt().ifPresent(end -> operation.put("endTime", end.toString()));
        deployment.error().ifPresent(error -> operation.set("error", EventJson.MAPPER.<JsonNode>valueToTree(error)));
        return operation;
    }
}
