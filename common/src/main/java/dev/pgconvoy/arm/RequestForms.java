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

    /// Whether it is in one of these two forms; what has a source or a target is in ours.
    public static boolean isForeign(JsonNode tree) {
        return !tree.has("source")
                && !tree.has("target")
                && (tree.path("parameters").isObject()
                        || tree.path("properties").isObject());
    }

    /// @return the same node when it is in neither form
    /// @throws TemplateException with everything that is wrong
    public static JsonNode canonical(JsonNode tree) {
        if (!isForeign(tree)) {
            return tree;
        }
        return tree.path("parameters").isObject() ? ofParameters(tree) : ofResource(tree);
    }

    /// Where the value at a place of our request (`$.source.password`) stands in the form that came.
    public static String place(JsonNode tree, String canonical) {
        return tree.path("parameters").isObject()
                ? FormPlaces.inParameters(canonical)
                : FormPlaces.inResource(canonical);
    }

    private static ObjectNode ofParameters(JsonNode tree) {
        tree.properties().stream()
                .filter(each -> !BESIDE_PARAMETERS.contains(each.getKey()))
                .findFirst()
                .ifPresent(each -> {
                    throw new TemplateException("Beside the parameters, %s is not known."
                            .formatted(ParameterDefinition.quoted(each.getKey())));
                });
        var scope = new DeploymentScope(text(tree, "subscriptionId"), text(tree, "resourceGroup"), "", "");
        var values = MigrationTemplate.TODAY.values(Template.given(tree.path("parameters")), scope);
        var resource = MigrationTemplate.TODAY.resources(values, scope).getFirst();
        return new MigrationProperties(resource.properties())
                .request(resource.server(), resource.name(), azure(tree, resource.location()), executor(tree));
    }

    private static ObjectNode ofResource(JsonNode tree) {
        var id = text(tree, "id");
        var path = id.split("/", -1);
        var resourceId = ResourceId.parse(id);
        if (resourceId.isEmpty() && path.length != 2) {
            throw new TemplateException("id must be <server>/<migration> or the resource id of a migration.");
        }
        var azure = azure(tree, text(tree, "location"));
        resourceId.ifPresent(known ->
                azure.put("subscriptionId", known.subscriptionId()).put("resourceGroup", known.resourceGroup()));
        return new MigrationProperties((ObjectNode) tree.path("properties"))
                .request(
                        resourceId.map(ResourceId::server).orElse(path[0]),
                        resourceId.map(ResourceId::name).orElse(path[path.length - 1]),
                        azure,
                        executor(tree));
    }

    private static String executor(JsonNode tree) {
        var given = text(tree, "executor");
        return given.isEmpty() ? "azure" : given;
    }

    private static ObjectNode azure(JsonNode tree, String location) {
        var azure = JsonNodeFactory.instance.objectNode();
        putUnlessEmpty(azure, "subscriptionId", text(tree, "subscriptionId"));
        putUnlessEmpty(azure, "resourceGroup", text(tree, "resourceGroup"));
        putUnlessEmpty(azure, "location", location);
        return azure;
    }

    /// Empty when it is left out or null.
    static String text(JsonNode tree, String name) {
        return text(tree.path(name));
    }

    static String text(JsonNode node) {
        return node.isNull() ? "" : node.asText();
    }

    static void putUnlessEmpty(ObjectNode object, String name, String value) {
        if (!value.isEmpty()) {
            object.put(name, value);
        }
    }
}
