package dev.pgconvoy.monitor.arm.deployments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pgconvoy.arm.DeploymentScope;
import dev.pgconvoy.arm.MigrationProperties;
import dev.pgconvoy.arm.Template;
import dev.pgconvoy.arm.TemplateException;
import dev.pgconvoy.arm.TemplateResource;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.monitor.arm.migrations.MigrationAddress;
import dev.pgconvoy.monitor.arm.migrations.MigrationRequestReader;
import dev.pgconvoy.monitor.arm.protocol.ApiVersions;
import dev.pgconvoy.monitor.arm.protocol.ArmError;
import dev.pgconvoy.monitor.arm.protocol.ArmException;
import dev.pgconvoy.monitor.arm.protocol.ServerInventory;
import jakarta.inject.Singleton;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Reads what somebody wants to deploy, and says at once what is wrong with the template and its parameters.
@Singleton
public final class DeploymentReader {

    private static final List<String> LINKS = List.of("templateLink", "parametersLink");

    private final ServerInventory inventory;
    private final MigrationRequestReader wanted;
    private final InstantSource clock;

    public DeploymentReader(ServerInventory inventory, MigrationRequestReader wanted, InstantSource clock) {
        this.inventory = inventory;
        this.wanted = wanted;
        this.clock = clock;
    }

    /// @throws ArmException with everything that is wrong
    DeploymentPlan read(DeploymentId id, ObjectNode body) {
        var properties = body.path("properties");
        requireSupported(properties);
        try {
            return plan(id, properties);
        } catch (TemplateException e) {
            throw invalidTemplate(e.violations());
        }
    }

    private static ArmException invalidTemplate(List<String> violations) {
        return new ArmException(
                400, ArmError.of("InvalidTemplate", "Deployment template validation failed:", violations));
    }

    private static void requireSupported(JsonNode properties) {
        for (var link : LINKS) {
            if (properties.hasNonNull(link)) {
                throw ArmException.badRequest(
                        "InvalidRequestContent", "%s is not followed here; send what it leads to.".formatted(link));
            }
        }
        if (!properties.path("mode").asText("Incremental").equalsIgnoreCase("Incremental")) {
            throw ArmException.badRequest(
                    "InvalidRequestContent", "The mode must be Incremental: nothing is deleted by a deployment here.");
        }
    }

    private DeploymentPlan plan(DeploymentId id, JsonNode properties) {
        var template = Template.of(properties.path("template"));
        if (!template.json().path("outputs").isEmpty()) {
            throw new TemplateException("The template has outputs, which are not known here; leave them out.");
        }
        var scope = new DeploymentScope(id.subscriptionId(), id.resourceGroup(), inventory.location(), id.name());
        requireValues(properties.path("parameters"));
        var values = template.values(Template.given(properties.path("parameters")), scope);
        var resources = template.resources(values, scope);
        var violations = new ArrayList<String>();
        var problems = new ArrayList<ArmError>();
        var migrations = new ArrayList<MigrationRequest>();
        for (var resource : resources) {
            read(id, resource, migrations, problems, violations);
        }
        var ids = new HashSet<>();
        migrations.stream()
                .map(MigrationRequest::id)
                .filter(each -> !ids.add(each))
                .forEach(each -> violations.add("The template has the migration %s twice.".formatted(each)));
        if (!violations.isEmpty()) {
            throw new TemplateException(violations);
        }
        var parameters = withoutPasswords(template.shown(values), resources);
        var deployment = DeploymentPlan.accepted(id, clock.instant(), hash(template), parameters, migrations);
        return new DeploymentPlan(deployment, migrations, problems);
    }

    private static void requireValues(JsonNode parameters) {
        parameters.properties().stream()
                .filter(each -> each.getValue().has("reference"))
                .map(Map.Entry::getKey)
                .findFirst()
                .ifPresent(name -> {
                    throw new TemplateException(
                            "%s is a reference to a key vault; send the value keyvault:https://<vault>/secrets/<name>."
                                    .formatted(name));
                });
    }

    private void read(
            DeploymentId id,
            TemplateResource resource,
            List<MigrationRequest> migrations,
            List<ArmError> problems,
            List<String> violations) {
        if (!ApiVersions.MIGRATIONS.contains(resource.apiVersion())) {
            violations.add("The apiVersion of %s/%s is not known; these are: %s."
                    .formatted(
                            resource.server(),
                            resource.name(),
                            ApiVersions.MIGRATIONS.stream().sorted().collect(Collectors.joining(", "))));
            return;
        }
        var server = inventory.find(resource.server());
        if (server.isEmpty()) {
            problems.add(ArmException.notFound(MigrationAddress.SERVER_TYPE, resource.server(), id.group())
                    .error()
                    .about(resource.server()));
            return;
        }
        try {
            migrations.add(wanted.read(
                    new MigrationAddress(id.group(), server.get(), resource.name()),
                    resource.location(),
                    resource.tags(),
                    resource.properties()));
        } catch (ArmException e) {
            var details = e.error().details();
            violations.addAll(
                    details.isEmpty()
                            ? List.of(e.error().message())
                            : details.stream().map(ArmError::message).toList());
        }
    }

    /// Also the value of a parameter that is not declared as secure and is a password all the same.
    private static ObjectNode withoutPasswords(ObjectNode shown, List<TemplateResource> resources) {
        Set<JsonNode> passwords = new HashSet<>();
        resources.forEach(resource -> new MigrationProperties(resource.properties())
                .json()
                .at("/secretParameters/adminCredentials")
                .forEach(passwords::add));
        shown.forEach(parameter -> {
            if (passwords.contains(parameter.path("value"))) {
                ((ObjectNode) parameter).remove("value");
            }
        });
        return shown;
    }

    private static String hash(Template template) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(EventJson.write(template.json()));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
