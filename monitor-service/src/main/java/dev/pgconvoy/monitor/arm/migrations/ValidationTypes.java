package dev.pgconvoy.monitor.arm.migrations;

import dev.pgconvoy.lifecycle.Dossier;
import java.util.Arrays;
import java.util.stream.Collectors;

/// The service's names for checks. Those of ours that it does not have are named in its manner.
final class ValidationTypes {

    static final String CONNECTIVITY = "AuthenticationAndConnectivityValidation";
    static final String SOURCE_VERSION = "SourceVersionValidation";
    static final String SERVER_PARAMETERS = "ServerParametersValidation";
    static final String EXTENSIONS = "ExtensionsValidation";
    static final String SCHEMA = "SchemaValidation";
    static final String COLLATIONS = "CollationsValidation";
    static final String ESTIMATE = "EstimateValidation";

    private static final String LAST_WORD = "Validation";

    private ValidationTypes() {}

    static String of(String check) {
        return switch (check) {
            case "connect-source", "connect-target" -> CONNECTIVITY;
            case "source-version" -> SOURCE_VERSION;
            case "server-parameters", "target-read-only" -> SERVER_PARAMETERS;
            case "target-extensions", "extension-versions", "extension-schemas" -> EXTENSIONS;
            case "collations" -> COLLATIONS;
            case "procedural-languages", "system-grants", "tables-with-oids", "user-casts" -> SCHEMA;
            default ->
                named(check.startsWith(Dossier.AZURE_CHECKS) ? check.substring(Dossier.AZURE_CHECKS.length()) : check);
        };
    }

    private static String named(String check) {
        var name = Arrays.stream(check.split("-"))
                .filter(word -> !word.isEmpty())
                .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                .collect(Collectors.joining());
        return name.endsWith(LAST_WORD) ? name : name + LAST_WORD;
    }
}
