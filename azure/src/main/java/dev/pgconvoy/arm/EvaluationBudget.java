package dev.pgconvoy.arm;

import com.fasterxml.jackson.databind.JsonNode;

/// Bounds what the expressions of one template may take: a few of them that refer to each other can ask for any time
/// and space.
final class EvaluationBudget {

    private static final int MOST_CALLS = 2_000;
    /// Of all texts that are read and all values that are made, again each time: a variable is evaluated wherever it is
    /// asked for, and each level of a value is measured with all below it.
    private static final long MOST_CHARACTERS = 5_000_000;

    private static final int DEEPEST = 32;
    private static final int LARGEST_VALUE = 100_000;
    private static final int MOST_LEVELS = 100;

    private int calls;
    private int depth;
    private long characters;

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

    /// Charges for what is read or made, before it is.
    void charge(int more) {
        characters += 1 + more;
        if (characters > MOST_CHARACTERS) {
            throw new TemplateException(
                    "The template's expressions read and make more than %d characters.".formatted(MOST_CHARACTERS));
        }
    }

    /// Measuring is work, too. A value may hold the same part many times, so what counts is what it would be when
    /// written out.
    void requireSmall(JsonNode value) {
        var size = sizeUpTo(value, LARGEST_VALUE, MOST_LEVELS);
        charge(size);
        requireSmall(size);
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
