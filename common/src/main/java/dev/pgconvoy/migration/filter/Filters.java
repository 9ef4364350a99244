package dev.pgconvoy.migration.filter;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What is left out. Each list holds patterns as psql and pg_dump understand them, at most 200 of at most 200
/// characters. Nothing included means everything; what is excluded is left out even if it is included.
///
/// @param excludeTableData tables that are created and stay empty
public record Filters(
        List<String> excludeDatabases,
        List<String> includeSchemas,
        List<String> excludeSchemas,
        List<String> includeTables,
        List<String> excludeTables,
        List<String> excludeTableData,
        List<String> excludeExtensions) {

    public static final int MOST_PATTERNS = 200;
    public static final Filters NONE =
            new Filters(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    public Filters {
        excludeDatabases = bounded("excludeDatabases", excludeDatabases, NamePattern::parse);
        includeSchemas = bounded("includeSchemas", includeSchemas, NamePattern::parse);
        excludeSchemas = bounded("excludeSchemas", excludeSchemas, NamePattern::parse);
        includeTables = bounded("includeTables", includeTables, TablePattern::parse);
        excludeTables = bounded("excludeTables", excludeTables, TablePattern::parse);
        excludeTableData = bounded("excludeTableData", excludeTableData, TablePattern::parse);
        excludeExtensions = bounded("excludeExtensions", excludeExtensions, NamePattern::parse);
    }

    private static List<String> bounded(String what, List<String> patterns, Consumer<String> parse) {
        if (patterns.size() > MOST_PATTERNS) {
            throw new IllegalArgumentException("%s has more than %d patterns".formatted(what, MOST_PATTERNS));
        }
        try {
            patterns.forEach(parse);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("%s: %s".formatted(what, e.getMessage()), e);
        }
        return List.copyOf(patterns);
    }

    /// Whether every object inside a database is moved.
    public boolean areEmptyWithin() {
        return Stream.of(
                        includeSchemas,
                        excludeSchemas,
                        includeTables,
                        excludeTables,
                        excludeTableData,
                        excludeExtensions)
                .allMatch(List::isEmpty);
    }

    @JsonCreator
    static Filters create(
            @JsonProperty("excludeDatabases") @Nullable List<String> excludeDatabases,
            @JsonProperty("includeSchemas") @Nullable List<String> includeSchemas,
            @JsonProperty("excludeSchemas") @Nullable List<String> excludeSchemas,
            @JsonProperty("includeTables") @Nullable List<String> includeTables,
            @JsonProperty("excludeTables") @Nullable List<String> excludeTables,
            @JsonProperty("excludeTableData") @Nullable List<String> excludeTableData,
            @JsonProperty("excludeExtensions") @Nullable List<String> excludeExtensions) {
        return new Filters(
                requireNonNullElse(excludeDatabases, List.of()),
                requireNonNullElse(includeSchemas, List.of()),
                requireNonNullElse(excludeSchemas, List.of()),
                requireNonNullElse(includeTables, List.of()),
                requireNonNullElse(excludeTables, List.of()),
                requireNonNullElse(excludeTableData, List.of()),
                requireNonNullElse(excludeExtensions, List.of()));
    }
}
