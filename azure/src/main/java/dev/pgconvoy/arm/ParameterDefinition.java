package dev.pgconvoy.arm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.pgconvoy.secret.SecretRef;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A parameter as a template declares it.
///
/// @param defaultValue may be an expression
/// @param allowedValues empty when all are
record ParameterDefinition(
        String name,
        String type,
        Optional<JsonNode> defaultValue,
        List<String> allowedValues,
        OptionalInt minLength,
        OptionalInt maxLength) {

    private static final int LONGEST_QUOTE = 100;

    static ParameterDefinition of(String name, JsonNode definition) {
        return new ParameterDefinition(
                name,
                definition.path("type").asText(),
                Optional.ofNullable(definition.get("defaultValue")),
                definition
                        .path("allowedValues")
                        .valueStream()
                        .map(JsonNode::asText)
                        .toList(),
                length(definition, "minLength"),
                length(definition, "maxLength"));
    }

    private static OptionalInt length(JsonNode definition, String name) {
        return definition.hasNonNull(name) ? OptionalInt.of(definition.get(name).asInt()) : OptionalInt.empty();
    }

    ParameterDefinition allowing(List<String> more) {
        return new ParameterDefinition(
                name,
                type,
                defaultValue,
                Stream.concat(allowedValues.stream(), more.stream()).distinct().toList(),
                minLength,
                maxLength);
    }

    boolean isSecure() {
        return type.toLowerCase(Locale.ROOT).startsWith("secure");
    }

    /// The value in the template's own spelling, when it is one of the allowed.
    JsonNode spelled(JsonNode value) {
        return value.isTextual()
                ? spelled(value.textValue()).<JsonNode>map(TextNode::valueOf).orElse(value)
                : value;
    }

    private Optional<String> spelled(String value) {
        return allowedValues.stream().filter(value::equalsIgnoreCase).findFirst();
    }

    Stream<String> violations(JsonNode value) {
        if (isSecure() && value.has("reference")) {
            return Stream.of("%s refers to a vault in a form that is not known here; use %s."
                    .formatted(name, "keyvault:https://<vault>/secrets/<name>"));
        }
        if (!hasType(value)) {
            return Stream.of("%s must be of the type %s.".formatted(name, type));
        }
        return Stream.of(notAllowed(value), tooShort(value), tooLong(value)).flatMap(Optional::stream);
    }

    private boolean hasType(JsonNode value) {
        return switch (type.toLowerCase(Locale.ROOT)) {
            case "string", "securestring" -> value.isTextual();
            case "int" -> value.isIntegralNumber();
            case "bool" -> value.isBoolean();
            case "array" -> value.isArray();
            case "object", "secureobject" -> value.isObject();
            default -> false;
        };
    }

    /// The value is not repeated: somebody may have put a secret in the wrong place.
    private Optional<String> notAllowed(JsonNode value) {
        if (allowedValues.isEmpty()
                || value.isContainerNode()
                || spelled(value.asText()).isPresent()) {
            return Optional.empty();
        }
        return Optional.of("%s is not one of its allowed values%s."
                .formatted(
                        name,
                        isSecure() ? "" : allowedValues.stream().collect(Collectors.joining("', '", ": '", "'"))));
    }

    /// A reference says nothing of the length of what it stands for.
    private Optional<String> tooShort(JsonNode value) {
        return minLength.isEmpty() || length(value) >= minLength.getAsInt() || isSecure() && isReference(value)
                ? Optional.empty()
                : Optional.of("%s is shorter than its minLength, %d.".formatted(name, minLength.getAsInt()));
    }

    private Optional<String> tooLong(JsonNode value) {
        return maxLength.isEmpty() || length(value) <= maxLength.getAsInt() || isSecure() && isReference(value)
                ? Optional.empty()
                : Optional.of("%s is longer than its maxLength, %d.".formatted(name, maxLength.getAsInt()));
    }

    private static int length(JsonNode value) {
        return value.isTextual() ? value.textValue().length() : value.size();
    }

    static boolean isReference(JsonNode value) {
        try {
            SecretRef.parse(value.asText());
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    static String quoted(String value) {
        return value.length() <= LONGEST_QUOTE ? value : value.substring(0, LONGEST_QUOTE) + "…";
    }
}
