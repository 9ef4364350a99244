package dev.pgconvoy.submitter.azure.application;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pgconvoy.arm.DeploymentScope;
import dev.pgconvoy.arm.MigrationTemplate;
import dev.pgconvoy.arm.ResourceId;
import dev.pgconvoy.arm.Template;
import dev.pgconvoy.arm.TemplateException;
import dev.pgconvoy.arm.TemplateParameters;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.secret.SecretResolver;
import java.util.Map;

/// The template and the values of its parameters, passwords among them: to be used and forgotten.
record TemplateValues(Template template, Map<String, JsonNode> values) {

    /// Stands in for what only Azure knows; a default that is made of it is left to Azure.
    private static final String UNKNOWN_LOCATION = "unknown";

    /// @throws MigrationException when a secret cannot be had, or with what the template says of the values
    static TemplateValues of(
            MigrationRequest request, ResourceId migration, String deployment, SecretResolver secrets) {
        var id = request.id().toString();
        var given = TemplateParameters.of(request, secrets::handedOnFor);
        var template = MigrationTemplate.allowing(given);
        var scope = new DeploymentScope(
                migration.subscriptionId(), migration.resourceGroup(), UNKNOWN_LOCATION, deployment);
        try {
            var values = template.values(given, scope);
            values.keySet().retainAll(given.keySet());
            return new TemplateValues(template, values);
        } catch (TemplateException e) {
            throw new MigrationException(
                    FailureCode.REQUEST_REFUSED,
                    "migration " + id,
                    "Azure's template does not take this request: " + String.join(" ", e.violations()),
                    "Correct what it names and request it again under another name.");
        }
    }
}
