package dev.pgconvoy.launcher.command.flags;

import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.migration.filter.Filters;
import java.util.List;
import picocli.CommandLine.Option;

/// What is left out; each flag may be repeated.
final class FilterFlags {

    private static final String PATTERN = "PATTERN";

    @Option(
            names = "--exclude-databases",
            split = ",",
            paramLabel = PATTERN,
            description = "As in psql, * and ? are wildcards and double quotes make a name exact. Repeat at will.")
    List<String> excludeDatabases = List.of();

    @Option(names = "--include-schema", paramLabel = PATTERN, description = "Only these schemas.")
    List<String> includeSchemas = List.of();

    @Option(names = "--exclude-schema", paramLabel = PATTERN, description = "None of these schemas.")
    List<String> excludeSchemas = List.of();

    @Option(names = "--include-table", paramLabel = PATTERN, description = "Only these tables: table or schema.table.")
    List<String> includeTables = List.of();

    @Option(names = "--exclude-table", paramLabel = PATTERN, description = "None of these tables.")
    List<String> excludeTables = List.of();

    @Option(names = "--exclude-table-data", paramLabel = PATTERN, description = "These tables stay empty.")
    List<String> excludeTableData = List.of();

    @Option(names = "--exclude-extension", paramLabel = PATTERN, description = "None of these extensions.")
    List<String> excludeExtensions = List.of();

    Filters filters() {
        try {
            return new Filters(
                    excludeDatabases,
                    includeSchemas,
                    excludeSchemas,
                    includeTables,
                    excludeTables,
                    excludeTableData,
                    excludeExtensions);
        } catch (IllegalArgumentException e) {
            throw CommandException.usage(String.valueOf(e.getMessage()));
        }
    }
}
