package dev.pgconvoy.submitter.azure.application;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pgconvoy.arm.ResourceId;
import dev.pgconvoy.arm.Template;
import dev.pgconvoy.submitter.azure.model.DeploymentState;
import java.util.Map;

/// Azure Resource Manager. Every method is one call, which may fail as `AzureFailures` tells.
public interface ArmDeployments {

    boolean exists(ResourceId migration);

    DeploymentState find(ResourceId migration, String deployment);

    /// Returns when Azure has accepted it.
    void create(ResourceId migration, String deployment, Template template, Map<String, JsonNode> values);

    void cancel(ResourceId migration);
}
