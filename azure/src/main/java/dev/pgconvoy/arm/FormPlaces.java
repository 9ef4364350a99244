package dev.pgconvoy.arm;

import java.util.List;
import java.util.Map;

/// Where the parts of our request stand in the other forms of it, so that an error names what somebody wrote.
final class FormPlaces {

    private static final List<Map.Entry<String, String>> PARAMETERS = List.of(
            Map.entry("$.source.password", "$.parameters." + MigrationTemplate.SOURCE_PASSWORD),
            Map.entry("$.target.password", "$.parameters." + MigrationTemplate.TARGET_PASSWORD),
            Map.entry("$.source.user", "$.parameters.sourceServerLoginName"),
            Map.entry("$.target.user", "$.parameters.targetServerLoginName"),
            Map.entry("$.source", "$.parameters.sourceServerResourceId"),
            Map.entry("$.target", "$.parameters.targetServerName"),
            Map.entry("$.databases", "$.parameters.dbNamesToMigrate"),
            Map.entry("$.options.executor", "$.executor"),
            Map.entry("$", "$.parameters"));

    private static final String CREDENTIALS = "$.properties.secretParameters.adminCredentials.";

    private static final List<Map.Entry<String, String>> PROPERTIES = List.of(
            Map.entry("$.id", "$.id"),
            Map.entry("$.source.password", CREDENTIALS + "sourceServerPassword"),
            Map.entry("$.target.password", CREDENTIALS + "targetServerPassword"),
            Map.entry("$.source.user", "$.properties.secretParameters.sourceServerUsername"),
            Map.entry("$.target.user", "$.properties.secretParameters.targetServerUsername"),
            Map.entry("$.source", "$.properties.sourceDbServerResourceId"),
            Map.entry("$.target", "$.properties.targetDbServerFullyQualifiedDomainName"),
            Map.entry("$.databases", "$.properties.dbsToMigrate"),
            Map.entry("$.options.executor", "$.executor"),
            Map.entry("$", "$"));

    private FormPlaces() {}

    static String inParameters(String canonical) {
        return first(PARAMETERS, canonical);
    }

    static String inResource(String canonical) {
        return first(PROPERTIES, canonical);
    }

    /// Of the places that it is part of, the narrowest; they are listed in this order.
    private static String first(List<Map.Entry<String, String>> places, String canonical) {
        return places.stream()
                .filter(each -> canonical.startsWith(each.getKey()))
                .findFirst()
                .map(each -> each.getValue()
                        + index(canonical.substring(each.getKey().length())))
                .orElse(canonical);
    }

    private static String index(String rest) {
        return rest.startsWith("[") ? rest : "";
    }
}
