package dev.pgconvoy.submitter.azure.infrastructure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.util.Context;
import com.azure.core.util.FluxUtil;
import com.azure.resourcemanager.postgresqlflexibleserver.models.CancelEnum;
import com.azure.resourcemanager.postgresqlflexibleserver.models.MigrationResourceForPatch;
import com.azure.resourcemanager.resources.fluent.models.DeploymentExtendedInner;
import com.azure.resourcemanager.resources.fluent.models.DeploymentInner;
import com.azure.resourcemanager.resources.models.DeploymentMode;
import com.azure.resourcemanager.resources.models.DeploymentParameter;
import com.azure.resourcemanager.resources.models.DeploymentProperties;
import com.fasterxml.jackson.databind.JsonNode;
import dev.pgconvoy.arm.ResourceId;
import dev.pgconvoy.arm.Template;
import dev.pgconvoy.azure.ArmClients;
import dev.pgconvoy.azure.AzureFailures;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.submitter.azure.application.ArmDeployments;
import dev.pgconvoy.submitter.azure.model.DeploymentState;
import dev.pgconvoy.submitter.azure.model.DeploymentState.Absent;
import dev.pgconvoy.submitter.azure.model.DeploymentState.Running;
import dev.pgconvoy.submitter.azure.model.DeploymentState.Succeeded;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Azure's SDK, one call per method: its own poller would wait half a minute between two looks.
public final class SdkDeployments implements ArmDeployments {

    private static final Duration LONGEST_CALL = Duration.ofMinutes(2);

    private final ArmClients clients;

    public SdkDeployments(ArmClients clients) {
        this.clients = clients;
    }

    @Override
    public boolean exists(ResourceId migration) {
        try {
            clients.migrations(migration.subscriptionId())
                    .getWithResponse(
                            migration.subscriptionId(),
                            migration.resourceGroup(),
                            migration.server(),
                            migration.name(),
                            Context.NONE);
            return true;
        } catch (RuntimeException fault) {
            if (AzureFailures.isNotFound(fault)) {
                return false;
            }
            throw fault;
        }
    }

    @Override
    public DeploymentState find(ResourceId migration, String deployment) {
        try {
            var found = clients.deployments(migration.subscriptionId())
                    .getByResourceGroupWithResponse(migration.resourceGroup(), deployment, Context.NONE);
            return state(
                    found.getValue(),
                    AzureFailures.retryAfter(found.getHeaders().getValue(HttpHeaderName.RETRY_AFTER)),
                    "deployment " + deployment);
        } catch (RuntimeException fault) {
            if (AzureFailures.isNotFound(fault)) {
                return new Absent();
            }
            throw fault;
        }
    }

    private static DeploymentState state(
            DeploymentExtendedInner deployment, Optional<Duration> retryAfter, String object) {
        var properties = deployment.properties();
        var state = properties == null ? "" : String.valueOf(properties.provisioningState());
        return switch (state) {
            case "Succeeded" -> new Succeeded();
            case "Failed", "Canceled" -> new DeploymentState.Failed(failure(deployment, state, object));
            default -> new Running(retryAfter);
        };
    }

    private static Failure failure(DeploymentExtendedInner deployment, String state, String object) {
        var error = deployment.properties().error();
        return error == null
                ? new Failure(
                        FailureCode.AZURE_FAILED,
                        object,
                        "Azure says %s and no more.".formatted(state),
                        "See the deployment in the portal, and request the migration again under another name.")
                : AzureFailures.of(error, object);
    }

    @Override
    public void create(ResourceId migration, String deployment, Template template, Map<String, JsonNode> values) {
        var properties = new DeploymentProperties()
                .withMode(DeploymentMode.INCREMENTAL)
                .withTemplate(plain(template.json()))
                .withParameters(parameters(values));
        clients.deployments(migration.subscriptionId())
                .createOrUpdateWithResponseAsync(
                        migration.resourceGroup(), deployment, new DeploymentInner().withProperties(properties))
                .flatMap(accepted -> FluxUtil.collectBytesInByteBufferStream(accepted.getValue()))
                .block(LONGEST_CALL);
    }

    private static Map<String, DeploymentParameter> parameters(Map<String, JsonNode> values) {
        var parameters = new HashMap<String, DeploymentParameter>();
        values.forEach((name, value) -> parameters.put(name, new DeploymentParameter().withValue(plain(value))));
        return parameters;
    }

    private static Object plain(JsonNode json) {
        return EventJson.MAPPER.convertValue(json, Object.class);
    }

    @Override
    public void cancel(ResourceId migration) {
        clients.migrations(migration.subscriptionId())
                .updateWithResponse(
                        migration.subscriptionId(),
                        migration.resourceGroup(),
                        migration.server(),
                        migration.name(),
                        new MigrationResourceForPatch().withCancel(CancelEnum.TRUE),
                        Context.NONE);
    }
}
