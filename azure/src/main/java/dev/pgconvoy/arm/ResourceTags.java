package dev.pgconvoy.arm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pgconvoy.migration.label.Labels;
import java.util.TreeMap;

/// The tags of a resource of Azure, which are labels of ours.
public final class ResourceTags {

    private ResourceTags() {}

    /// Those that can be labels; see [Labels#ofTags].
    public static ObjectNode labels(JsonNode tags) {
        var texts = new TreeMap<String, String>();
        tags.properties().forEach(tag -> {
            if (tag.getValue().isTextual()) {
                texts.put(tag.getKey(), tag.getValue().textValue());
            }
        });
        var labels = JsonNodeFactory.instance.objectNode();
        Labels.ofTags(texts).forEach(labels::put);
        return labels;
    }
}
