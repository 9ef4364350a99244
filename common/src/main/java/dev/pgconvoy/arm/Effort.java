package dev.pgconvoy.arm;

import com.fasterxml.jackson.databind.JsonNode;

/// Bounds what the expressions of one template may take: a few of them that refer to each other can ask for any time
/// and space.
final class Effort {

    private static final int MOST_CALLS = 2_000;
    private static final int DEEPEST = 32;
    private static final int LARGEST_VALUE = 100_000;
    private static final int MOST_LEVELS = 100;

    private int calls;
    private int depth;

    void call() {
        if (++calls > MOST_CALLS) {
            throw new TemplateException(
                    "The template's expressions call more than %d functions.".formatted(MOST_CALLS));
        }
    }

    /// @param expression that is begun; [#leave()] ends it
    void enter(String expression) {
        if (depth == DEEPEST) {
            throw new TemplateException("The expression %s refers to itself, or to others in more than %d steps."
                    .formatted(ParameterDefinition.quoted(expression), DEEPEST));
        }
        depth++;
    }

    void leave() {
        depth--;
    }

    /// A value may hold the same part many times, so what counts is what it would be when written out.
    static void requireSmall(JsonNode value) {
        requireSmall(sizeUpTo(value, LARGEST_VALUE, MOST_LEVELS));
    }

    static void requireSmall(int characters) {
        if (characters > LARGEST_VALUE) {
            throw new TemplateException(
                    "An expression makes a value of more than %d characters.".formatted(LARGEST_VALUE));
        }
    }

    private static int sizeUpTo(JsonNode value, int limit, int levels) {
        if (levels == 0) {
            throw new TemplateException("An expression makes a value that is nested too deeply.");
        }
        var size = 1 + (value.isTextual() ? value.textValue().length() : 0);
        for (var name : value.properties()) {
            size += name.getKey().length();
        }
        for (var part : value) {
            if (size > limit) {
                return size;
            }
            size += sizeUpTo(part, limit - size, levels - 1);
        }
        return size;
    }
}
