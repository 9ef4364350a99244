package dev.pgconvoy.migration.filter;

import java.util.List;
import java.util.Optional;

/// A pattern for a table: `table` in any schema, or `schema.table`; each part is a [NamePattern].
///
/// @param schema empty means any
public record TablePattern(Optional<NamePattern> schema, NamePattern name) {

    public static TablePattern parse(String text) {
        NamePattern.requireShort(text);
        return PatternReader.read(text)
                .filter(names -> names.size() <= 2)
                .map(TablePattern::of)
                .orElseThrow(
                        () -> new IllegalArgumentException(
                                "a pattern is table or schema.table, in which * and ? are wildcards; other special characters stand in double quotes"));
    }

    private static TablePattern of(List<int[]> names) {
        return new TablePattern(
                names.size() == 1 ? Optional.empty() : Optional.of(new NamePattern(names.getFirst())),
                new NamePattern(names.getLast()));
    }

    public boolean matches(String ofSchema, String ofName) {
        return schema.map(pattern -> pattern.matches(ofSchema)).orElse(true) && name.matches(ofName);
    }
}
