package dev.pgconvoy.arm;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The properties of a migration resource, as somebody wants them.
public record MigrationProperties(ObjectNode json) {

    private static final Pattern HOST_PORT_USER = Pattern.compile("([^:@/]+|\\[[^\\]]+\\]):([0-9]{1,5})(?:@(.+))?");
    private static final Pattern SINGLE_SERVER = Pattern.compile(
            "/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft\\.DBforPostgreSQL/(?:servers|flexibleServers)/([^/]+)",
            Pattern.CASE_INSENSITIVE);
    private static final String AZURE_HOST = "%s.postgres.database.azure.com";
    private static final int POSTGRES_PORT = 5432;

    private static final Map<String, List<String>> ENUMS = Map.of(
            "migrationMode", List.of("Offline", "Online"),
            "migrationOption", List.of("Validate", "Migrate", "ValidateAndMigrate"),
            "sslMode", List.of("Prefer", "Require", "VerifyCA", "VerifyFull"),
            "overwriteDbsInTarget", List.of("True", "False"),
            "setupLogicalReplicationOnSourceDbIfNeeded", List.of("True", "False"),
            "migrateRoles", List.of("True", "False"),
            "startDataMigration", List.of("True", "False"),
            "triggerCutover", List.of("True", "False"),
            "cancel", List.of("True", "False"));

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

    /// A request of ours as JSON, not yet bound: a password may still be in clear text.
    ///
    /// @throws TemplateException with everything that is wrong
    public ObjectNode request(String server, String name, ObjectNode azure, String executor) {
        var violations = violations();
        if (!violations.isEmpty()) {
            throw new TemplateException(violations);
        }
        var request = JsonNodeFactory.instance.objectNode().put("id", server + "/" + name);
        request.set("source", source());
        request.set("target", target(server));
        var databases = request.putArray("databases");
        json.path("dbsToMigrate").forEach(databases::add);
        request.set("options", options(executor));
        request.set(
                "azure",
                azure.put("sourceType", sourceType()).put("sourceResourceId", text("sourceDbServerResourceId")));
        return request;
    }

    /// One sentence for each fault.
    public List<String> violations() {
        var violations = new ArrayList<String>();
        json.properties().stream()
                .map(Map.Entry::getKey)
                .filter(name -> !ENUMS.containsKey(name) && !OTHERS.contains(name))
                .forEach(name ->
                        violations.add("A migration has no property %s.".formatted(ParameterDefinition.quoted(name))));
        ENUMS.forEach((name, allowed) -> {
            if (json.hasNonNull(name) && enumeration(name).isEmpty()) {
                violations.add("%s must be one of %s.".formatted(name, String.join(", ", allowed)));
            }
        });
        if (enumeration("migrationMode").filter("Online"::equals).isPresent()) {
            violations.add("migrationMode Online is not supported; use Offline.");
        }
        if (sourceAddress().isEmpty()) {
            violations.add("sourceDbServerResourceId must be <host>:<port>@<user> or the resource id of a server.");
        }
        if (sourceUser().isEmpty()) {
            violations.add("secretParameters.sourceServerUsername is missing.");
        }
        if (json.has("dbsToMigrate") && !json.get("dbsToMigrate").isArray()) {
            violations.add("dbsToMigrate must be an array of names.");
        }
        return violations;
    }

    /// The value in the service's spelling; empty when it is left out or unknown.
    public Optional<String> enumeration(String name) {
        return ENUMS.getOrDefault(name, List.of()).stream()
                .filter(text(name)::equalsIgnoreCase)
                .findFirst();
    }

    private boolean isTrue(String name) {
        return text(name).equalsIgnoreCase("True");
    }

    private String text(String name) {
        return json.path(name).asText();
    }

    private String sourceType() {
        if (json.hasNonNull("sourceType")) {
            return text("sourceType");
        }
        return SINGLE_SERVER.matcher(text("sourceDbServerResourceId")).matches()
                ? "PostgreSQLSingleServer"
                : "OnPremises";
    }

    private record Address(String host, int port, String user) {}

    private Optional<Address> sourceAddress() {
        var id = text("sourceDbServerResourceId");
        var name = text("sourceDbServerFullyQualifiedDomainName");
        var address = HOST_PORT_USER.matcher(id);
        if (address.matches()) {
            var host = name.isEmpty() ? address.group(1).replaceAll("[\\[\\]]", "") : name;
            var user = address.group(3);
            return Optional.of(new Address(host, Integer.parseInt(address.group(2)), user == null ? "" : user));
        }
        var server = SINGLE_SERVER.matcher(id);
        return server.matches()
                ? Optional.of(
                        new Address(name.isEmpty() ? AZURE_HOST.formatted(server.group(1)) : name, POSTGRES_PORT, ""))
                : Optional.empty();
    }

    private String sourceUser() {
        var given = json.at("/secretParameters/sourceServerUsername").asText();
        return given.isEmpty() ? sourceAddress().map(Address::user).orElse("") : given;
    }

    private ObjectNode source() {
        var address = sourceAddress().orElseThrow();
        return endpoint(address.host(), address.port(), sourceUser(), "sourceServerPassword")
                .put("sslMode", sourceSslMode());
    }

    /// What the service takes when nothing is said.
    private String sourceSslMode() {
        return enumeration("sslMode").orElse(sourceType().equals("PostgreSQLSingleServer") ? "VerifyFull" : "Prefer");
    }

    private ObjectNode target(String server) {
        var host = text("targetDbServerFullyQualifiedDomainName");
        return endpoint(
                        host.isEmpty() ? AZURE_HOST.formatted(server) : host,
                        POSTGRES_PORT,
                        json.at("/secretParameters/targetServerUsername").asText("postgres"),
                        "targetServerPassword")
                .put("sslMode", "require");
    }

    private ObjectNode endpoint(String host, int port, String user, String password) {
        var endpoint = JsonNodeFactory.instance
                .objectNode()
                .put("host", host)
                .put("port", port)
                .put("user", user);
        var given = json.at("/secretParameters/adminCredentials/" + password);
        if (given.isTextual()) {
            endpoint.set("password", given);
        }
        return endpoint;
    }

    private ObjectNode options(String executor) {
        var options = JsonNodeFactory.instance.objectNode().put("executor", executor);
        options.put("migrationOption", enumeration("migrationOption").orElse("ValidateAndMigrate"));
        options.put("overwriteDbsInTarget", isTrue("overwriteDbsInTarget"));
        options.putObject("rights").put("migrateRoles", isTrue("migrateRoles"));
        return options;
    }
}
