package dev.pgconvoy.arm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pgconvoy.text.Spelling;
import java.util.Map;
import java.util.Set;

/// A request may come as the template's parameters or as the resource that they make; both become a request of ours.
///
/// ```
/// { "parameters": { "targetServerName": { "value": "orders" }, … }, "labels", "executor", … }
/// { "id": "orders/move-1" or a resource id, "tags", "properties": { … }, "executor", … }
/// ```
///
/// In both, the subscription (`subscriptionId`), the resource group (`resourceGroup`) and the
/// executor (`azure` when left out) may be left out. Tags become labels ([ResourceTags]).
public final class RequestForms {

    private static final int MOST_UNKNOWN = 20;

    private static final Set<String> BESIDE_PARAMETERS =
            Set.of("$schema", "contentVersion", "parameters", "labels", "subscriptionId", "resourceGroup", "executor");

    /// What clients send back that have read the resource before is among them.
    private static final Set<String> BESIDE_PROPERTIES = Set.of(
            "id",
            "name",
            "type",
            "apiVersion",
            "location",
            "tags",
            "systemData",
            "dependsOn",
            "properties",
            "subscriptionId",
            "resourceGroup",
            "executor");

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
        requireKnown(tree, BESIDE_PARAMETERS, "parameters");
        var scope = new DeploymentScope(text(tree, "subscriptionId"), text(tree, "resourceGroup"), "", "");
        var values = MigrationTemplate.TODAY.values(Template.given(tree.path("parameters")), scope);
        var resource = MigrationTemplate.TODAY.resources(values, scope).getFirst();
        var request = new MigrationProperties(resource.properties())
                .request(resource.server(), resource.name(), azure(tree, resource.location()), executor(tree));
        if (tree.has("labels")) {
            request.set("labels", tree.get("labels"));
        }
        return request;
    }

    /// A misspelt `executor` would have Azure move the data. What begins with `x-` is the requester's own.
    private static void requireKnown(JsonNode tree, Set<String> known, String beside) {
        var unknown = tree.properties().stream()
                .map(Map.Entry::getKey)
                .filter(name -> !known.contains(name) && !name.startsWith("x-"))
                .limit(MOST_UNKNOWN)
                .map(name -> "Beside the %s, %s is not known.%s"
                        .formatted(
                                beside,
                                ParameterDefinition.quoted(name),
                                Spelling.nearest(name, known)
                                        .map(" Did you mean '%s'?"::formatted)
                                        .orElse("")))
                .toList();
        if (!unknown.isEmpty()) {
            throw new TemplateException(unknown);
        }
    }

    private static ObjectNode ofResource(JsonNode tree) {
        requireKnown(tree, BESIDE_PROPERTIES, "properties");
        var id = text(tree, "id");
        var path = id.split("/", -1);
        var resourceId = ResourceId.parse(id);
        if (resourceId.isEmpty() && path.length != 2) {
            throw new TemplateException("id must be <server>/<migration> or the resource id of a migration.");
        }
        var azure = azure(tree, text(tree, "location"));
        resourceId.ifPresent(known ->
                azure.put("subscriptionId", known.subscriptionId()).put("resourceGroup", known.resourceGroup()));
        var request = new MigrationProperties((ObjectNode) tree.path("properties"))
                .request(
                        resourceId.map(ResourceId::server).orElse(path[0]),
                        resourceId.map(ResourceId::name).orElse(path[path.length - 1]),
                        azure,
                        executor(tree));
        request.set("labels", ResourceTags.labels(tree.path("tags")));
        return request;
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
