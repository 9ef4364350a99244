package dev.pgconvoy.arm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/// A request may come as the template's parameters or as the resource that they make; both become a request of ours.
///
/// ```
/// { "parameters": { "targetServerName": { "value": "orders" }, … }, "subscriptionId", "resourceGroup", "executor" }
/// { "id": "orders/move-1" or a resource id, "location", "properties": { "sourceDbServerResourceId", … }, "executor" }
/// ```
///
/// In both, the subscription, the resource group and the executor (`azure` when left out) may be left out.
public final class RequestForms {

    private static final Set<String> BESIDE_PARAMETERS =
            Set.of("$schema", "contentVersion", "parameters", "subscriptionId", "resourceGroup", "executor");

    private RequestForms() {}

    /// @return the same node when it is in neither form
    /// @throws TemplateException with everything that is wrong
    public static JsonNode canonical(JsonNode tree) {
        if (tree.path("parameters").isObject()) {
            return ofParameters(tree);
        }
        return tree.path("properties").isObject() ? ofResource(tree) : tree;
    }

    private static ObjectNode ofParameters(JsonNode tree) {
        tree.properties().stream()
                .filter(each -> !BESIDE_PARAMETERS.contains(each.getKey()))
                .findFirst()
                .ifPresent(each -> {
                    throw new TemplateException("Beside the parameters, %s is not known."
                            .formatted(ParameterDefinition.quoted(each.getKey())));
                });
        var scope = new DeploymentScope(
                tree.path("subscriptionId").asText(), tree.path("resourceGroup").asText(), "", "");
        var values = MigrationTemplate.TODAY.values(Template.given(tree.path("parameters")), scope);
        var resource = MigrationTemplate.TODAY.resources(values, scope).getFirst();
        return new MigrationProperties(resource.properties())
                .request(resource.server(), resource.name(), azure(tree, resource.location()), executor(tree));
    }

    private static ObjectNode ofResource(JsonNode tree) {
        var path = tree.path("id").asText().split("/", -1);
        if (path.length < 2) {
            throw new TemplateException("id must be <server>/<migration> or the resource id of a migration.");
        }
        var resourceId = ResourceId.parse(tree.path("id").asText());
        var azure = azure(tree, tree.path("location").asText());
        resourceId.ifPresent(
                id -> azure.put("subscriptionId", id.subscriptionId()).put("resourceGroup", id.resourceGroup()));
        return new MigrationProperties((ObjectNode) tree.path("properties"))
                .request(
                        resourceId.map(ResourceId::server).orElse(path[0]),
                        path[path.length - 1],
                        azure,
                        executor(tree));
    }

    private static String executor(JsonNode tree) {
        return tree.path("executor").asText("azure");
    }

    private static ObjectNode azure(JsonNode tree, String location) {
        var azure = JsonNodeFactory.instance.objectNode();
        putUnlessEmpty(azure, "subscriptionId", tree.path("subscriptionId").asText());
        putUnlessEmpty(azure, "resourceGroup", tree.path("resourceGroup").asText());
        putUnlessEmpty(azure, "location", location);
        return azure;
    }

    static void putUnlessEmpty(ObjectNode object, String name, String value) {
        if (!value.isEmpty()) {
            object.put(name, value);
        }
    }
}
