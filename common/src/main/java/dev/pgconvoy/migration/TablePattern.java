package dev.pgconvoy.migration;

import java.util.Optional;
import java.util.regex.Pattern;

/// A pattern for a table: `table` in any schema, or `schema.table`; each part is a [NamePattern].
///
/// @param schema empty means any
public record TablePattern(Optional<NamePattern> schema, NamePattern name) {

    private static final Pattern WHOLE =
            Pattern.compile("(?:(%s)\\.)?(%s)".formatted(NamePattern.PART, NamePattern.PART));

    public static TablePattern parse(String text) {
        NamePattern.requireShort(text);
        var parts = WHOLE.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "a pattern is table or schema.table, in which * and ? are wildcards; other special characters stand in double quotes");
        }
        return new TablePattern(
                Optional.ofNullable(parts.group(1)).map(NamePattern::parse), NamePattern.parse(parts.group(2)));
    }

    public boolean matches(String ofSchema, String ofName) {
        return schema.map(pattern -> pattern.matches(ofSchema)).orElse(true) && name.matches(ofName);
    }
}
