package dev.pgconvoy.arm;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pgconvoy.migration.MigrationRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The properties of a migration resource, as somebody wants them.
///
/// @param json with the names in the service's present spelling, whatever case they came in
public record MigrationProperties(ObjectNode json) {

    private static final String SINGLE_SERVER = "PostgreSQLSingleServer";
    private static final String SOURCE_PASSWORD = "/secretParameters/adminCredentials/sourceServerPassword";
    private static final String TARGET_PASSWORD = "/secretParameters/adminCredentials/targetServerPassword";

    public MigrationProperties {
        json = PropertyNames.spelled(json);
    }

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
                .filter(name -> !PropertyNames.isKnown(name) && !name.startsWith("x-"))
                .forEach(name ->
                        violations.add("A migration has no property %s.".formatted(ParameterDefinition.quoted(name))));
        PropertyNames.ENUMS.forEach((name, allowed) -> {
            if (json.hasNonNull(name) && enumeration(name).isEmpty()) {
                violations.add("%s must be one of %s.".formatted(name, String.join(", ", allowed)));
            }
        });
        if (enumeration("migrationMode").filter("Online"::equals).isPresent()) {
            violations.add("migrationMode Online is not supported; use Offline.");
        }
        Stream.of(SOURCE_PASSWORD, TARGET_PASSWORD)
                .filter(place -> !json.at(place).isMissingNode()
                        && !json.at(place).isNull()
                        && !json.at(place).isTextual())
                .forEach(place -> violations.add(
                        "%s must be text.".formatted(place.substring(1).replace('/', '.'))));
        if (sourceAddress().isEmpty()) {
            violations.add("sourceDbServerResourceId must be <host>:<port>@<user> or the resource id of a server.");
        }
        if (sourceUser().isEmpty()) {
            violations.add("secretParameters.sourceServerUsername is missing.");
        }
        if (json.hasNonNull("dbsToMigrate") && !json.get("dbsToMigrate").isArray()) {
            violations.add("dbsToMigrate must be an array of names.");
        }
        if (json.path("dbsToMigrate").size() > MigrationRequest.MOST_DATABASES_IN_AZURE) {
            violations.add("dbsToMigrate must have at most %d names: at most %1$d databases per migration."
                    .formatted(MigrationRequest.MOST_DATABASES_IN_AZURE));
        }
        return violations;
    }

    /// The value in the service's spelling; empty when it is left out or unknown.
    public Optional<String> enumeration(String name) {
        return PropertyNames.ENUMS.getOrDefault(name, List.of()).stream()
                .filter(text(name)::equalsIgnoreCase)
                .findFirst();
    }

    private boolean isTrue(String name) {
        return text(name).equalsIgnoreCase("True");
    }

    private String text(String name) {
        return RequestForms.text(json, name);
    }

    private String sourceType() {
        if (json.hasNonNull("sourceType")) {
            return text("sourceType");
        }
        var kind = SourceAddress.parse(text("sourceDbServerResourceId")).flatMap(SourceAddress::kind);
        return kind.map(known -> switch (known) {
                    case SINGLE -> SINGLE_SERVER;
                    case FLEXIBLE -> "PostgreSQLFlexibleServer";
                })
                .orElse("OnPremises");
    }

    /// A name that stands beside the resource id is where our workers connect to.
    private Optional<SourceAddress> sourceAddress() {
        var name = text("sourceDbServerFullyQualifiedDomainName");
        return SourceAddress.parse(text("sourceDbServerResourceId"))
                .map(address -> name.isEmpty()
                        ? address
                        : new SourceAddress(name, address.port(), address.user(), address.kind()));
    }

    private String sourceUser() {
        var given = RequestForms.text(json.at("/secretParameters/sourceServerUsername"));
        return given.isEmpty() ? sourceAddress().map(SourceAddress::user).orElse("") : given;
    }

    private ObjectNode source() {
        var address = sourceAddress().orElseThrow();
        return endpoint(address.host(), address.port(), sourceUser(), SOURCE_PASSWORD)
                .put("sslMode", sourceSslMode());
    }

    /// What the service takes when nothing is said.
    private String sourceSslMode() {
        return enumeration("sslMode").orElse(sourceType().equals(SINGLE_SERVER) ? "VerifyFull" : "Prefer");
    }

    private ObjectNode target(String server) {
        var host = text("targetDbServerFullyQualifiedDomainName");
        var user = RequestForms.text(json.at("/secretParameters/targetServerUsername"));
        return endpoint(
                        host.isEmpty() ? SourceAddress.hostInAzure(server) : host,
                        SourceAddress.POSTGRES_PORT,
                        user.isEmpty() ? "postgres" : user,
                        TARGET_PASSWORD)
                .put("sslMode", targetSslMode());
    }

    /// A token goes only to a server that proves who it is.
    private String targetSslMode() {
        return json.at(TARGET_PASSWORD).asText().startsWith("entra:") ? "verify-full" : "require";
    }

    private ObjectNode endpoint(String host, int port, String user, String password) {
        var endpoint = JsonNodeFactory.instance
                .objectNode()
                .put("host", host)
                .put("port", port)
                .put("user", user);
        var given = json.at(password);
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
