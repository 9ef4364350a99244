package dev.pgconvoy.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.secret.SecretRef;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Takes passwords and private keys that are no references out of JSON that somebody sent in error, so that we do not
/// spread them.
public final class ClearTextPasswords {

    static final String REMOVED = "[removed: a password in clear text]";

    private static final String KEY = "PRIVATE KEY-----";

    private ClearTextPasswords() {}

    /// @return the same array when there was nothing to take out; null for what is no JSON and seems to hold one
    public static byte @Nullable [] removed(byte[] value) {
        try {
            var tree = EventJson.MAPPER.readTree(value);
            return clean(tree) ? EventJson.write(tree) : value;
        } catch (IOException _) {
            return isPassword(new String(value, StandardCharsets.UTF_8)) ? null : value;
        }
    }

    private static boolean clean(JsonNode node) {
        var changed = false;
        if (node instanceof ObjectNode object) {
            for (var name : object.properties().stream().map(Map.Entry::getKey).toList()) {
                if (isPassword(name) && !isReference(object.get(name))
                        || object.get(name).asText().contains(KEY)) {
                    object.put(name, REMOVED);
                    changed = true;
                }
            }
        }
        for (var child : node) {
            changed |= clean(child);
        }
        return changed;
    }

    /// Also a private key, under whatever name.
    private static boolean isPassword(String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        return lower.contains("password") || lower.contains("clientkey") || name.contains(KEY);
    }

    private static boolean isReference(JsonNode node) {
        if (node.isNull()) {
            return true;
        }
        // A template's parameter.
        if (node.isObject() && node.size() == 1 && node.has("value")) {
            return isReference(node.get("value"));
        }
        try {
            SecretRef.parse(node.asText());
            return true;
        } catch (IllegalArgumentException _) {
            return node.asText().equals(REMOVED);
        }
    }
}
