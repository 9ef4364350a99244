package dev.pgconvoy.arm;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The properties that a migration resource may have. The service reads their names in any case.
final class PropertyNames {

    private static final List<String> BOOLEAN = List.of("True", "False");

    /// Those of a few values.
    static final Map<String, List<String>> ENUMS = new TreeMap<>(Map.of(
            "migrationMode", List.of("Offline", "Online"),
            "migrationOption", List.of("Validate", "Migrate", "ValidateAndMigrate"),
            "sslMode", List.of("Prefer", "Require", "VerifyCA", "VerifyFull"),
            "overwriteDbsInTarget", BOOLEAN,
            "setupLogicalReplicationOnSourceDbIfNeeded", BOOLEAN,
            "migrateRoles", BOOLEAN,
            "startDataMigration", BOOLEAN,
            "triggerCutover", BOOLEAN,
            "cancel", BOOLEAN));

    private static final Set<String> OTHERS = Set.of(
            "sourceType",
            "sourceDbServerResourceId",
            "sourceDbServerFullyQualifiedDomainName",
            "targetDbServerResourceId",
            "targetDbServerFullyQualifiedDomainName",
            "secretParameters",
            "dbsToMigrate",
            "migrationWindowStartTimeInUtc",
            "migrationWindowEndTimeInUtc",
            "dbsToTriggerCutoverOn",
            "dbsToCancelMigrationOn",
            "migrationInstanceResourceId",
            // What a client that reads, changes and writes sends back.
            "migrationId",
            "currentStatus",
            "sourceDbServerMetadata",
            "targetDbServerMetadata");

    private static final Set<String> SECRETS = Set.of(
            "adminCredentials",
            "sourceServerPassword",
            "targetServerPassword",
            "sourceServerUsername",
            "targetServerUsername");

    private static final Map<String, String> SPELLINGS = Stream.of(ENUMS.keySet(), OTHERS, SECRETS)
            .flatMap(Set::stream)
            .collect(Collectors.toMap(Template::lower, Function.identity()));

    /// The properties, the secret parameters, the credentials in them.
    private static final int LEVELS = 3;

    private PropertyNames() {}

    static boolean isKnown(String name) {
        return ENUMS.containsKey(name) || OTHERS.contains(name);
    }

    /// The same with the names in their present spelling; unknown ones stay as they are.
    static ObjectNode spelled(ObjectNode properties) {
        return spelled(properties, LEVELS);
    }

    private static ObjectNode spelled(ObjectNode object, int levels) {
        var spelled = JsonNodeFactory.instance.objectNode();
        object.properties()
                .forEach(each -> spelled.set(
                        SPELLINGS.getOrDefault(Template.lower(each.getKey()), each.getKey()),
                        each.getValue() instanceof ObjectNode inner && levels > 1
                                ? spelled(inner, levels - 1)
                                : each.getValue()));
        return spelled;
    }
}
