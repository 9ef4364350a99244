package dev.pgconvoy.migration.filter;

import java.util.List;

/// What filters say of one object by its name alone; what depends on it is another matter.
public final class FilterRules {

    private final List<NamePattern> excludedDatabases;
    private final List<NamePattern> includedSchemas;
    private final List<NamePattern> excludedSchemas;
    private final List<TablePattern> includedTables;
    private final List<TablePattern> excludedTables;
    private final List<TablePattern> excludedData;
    private final List<NamePattern> excludedExtensions;

    public FilterRules(Filters filters) {
        excludedDatabases = names(filters.excludeDatabases());
        includedSchemas = names(filters.includeSchemas());
        excludedSchemas = names(filters.excludeSchemas());
        includedTables = tables(filters.includeTables());
        excludedTables = tables(filters.excludeTables());
        excludedData = tables(filters.excludeTableData());
        excludedExtensions = names(filters.excludeExtensions());
    }

    private static List<NamePattern> names(List<String> patterns) {
        return patterns.stream().map(NamePattern::parse).toList();
    }

    private static List<TablePattern> tables(List<String> patterns) {
        return patterns.stream().map(TablePattern::parse).toList();
    }

    public boolean includesDatabase(String name) {
        return none(excludedDatabases, name);
    }

    public boolean includesSchema(String name) {
        return (includedSchemas.isEmpty() || !none(includedSchemas, name)) && none(excludedSchemas, name);
    }

    public boolean includesExtension(String name) {
        return none(excludedExtensions, name);
    }

    /// Whether tables are named at all, or all of them are meant.
    public boolean namesTables() {
        return !includedTables.isEmpty();
    }

    public boolean namesTable(String schema, String name) {
        return any(includedTables, schema, name);
    }

    /// Whether the filters leave a table, by its own name.
    public boolean includesTable(String schema, String name) {
        return includesSchema(schema)
                && !excludesTable(schema, name)
                && (includedTables.isEmpty() || namesTable(schema, name));
    }

    public boolean excludesTable(String schema, String name) {
        return any(excludedTables, schema, name);
    }

    public boolean excludesData(String schema, String name) {
        return any(excludedData, schema, name);
    }

    private static boolean none(List<NamePattern> patterns, String name) {
        return patterns.stream().noneMatch(pattern -> pattern.matches(name));
    }

    private static boolean any(List<TablePattern> patterns, String schema, String name) {
        return patterns.stream().anyMatch(pattern -> pattern.matches(schema, name));
    }
}
