package dev.pgconvoy.arm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.pgconvoy.migration.AzureResource;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.secret.PasswordUse;
import dev.pgconvoy.secret.Secret;
import dev.pgconvoy.secret.SecretRef;
import dev.pgconvoy.secret.ServerSide;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;

/// A request in the words of the documented template: what its parameters are given. Nothing is checked here; what the
/// template says of the values, [Template#values] tells.
public final class TemplateParameters {

    private TemplateParameters() {}

    /// Without the location where the request names none, and without a password that the request does not have.
    ///
    /// @param secrets resolves the passwords for their use; they are in the result, which is to be
    /// used and forgotten
    public static Map<String, JsonNode> of(
            MigrationRequest request, BiFunction<PasswordUse, SecretRef, Secret> secrets) {
        var options = request.options();
        var values = new LinkedHashMap<String, JsonNode>();
        put(values, MigrationTemplate.SOURCE_TYPE, sourceType(request));
        put(values, "targetServerName", request.id().targetServer());
        put(values, "migrationName", request.id().name());
        put(values, "sourceServerResourceId", sourceResourceId(request));
        put(values, "sourceServerLoginName", request.source().user());
        request.source()
                .password()
                .map(given -> secrets.apply(PasswordUses.of(request, ServerSide.SOURCE), given))
                .ifPresent(password -> put(values, MigrationTemplate.SOURCE_PASSWORD, password));
        put(values, "targetServerLoginName", request.target().user());
        request.target()
                .password()
                .map(given -> secrets.apply(PasswordUses.of(request, ServerSide.TARGET), given))
                .ifPresent(password -> put(values, MigrationTemplate.TARGET_PASSWORD, password));
        request.azure().flatMap(AzureResource::location).ifPresent(location -> put(values, "location", location));
        var databases = JsonNodeFactory.instance.arrayNode();
        request.databases().forEach(databases::add);
        values.put("dbNamesToMigrate", databases);
        put(values, "migrationOption", options.migrationOption().text());
        put(values, MigrationTemplate.SSL_MODE, sslMode(request.source().sslMode()));
        put(values, "migrationMode", "Offline");
        put(values, "overwriteDbsInTarget", options.overwriteDbsInTarget() ? "True" : "False");
        return values;
    }

    private static String sourceType(MigrationRequest request) {
        return request.azure().map(AzureResource::sourceType).orElse("OnPremises");
    }

    private static String sourceResourceId(MigrationRequest request) {
        var source = request.source();
        return request.azure()
                .flatMap(AzureResource::sourceResourceId)
                .orElseGet(() -> "%s@%s".formatted(source.address(), source.user()));
    }

    /// The first two are not in the service's list, and its template says so.
    private static String sslMode(SslMode mode) {
        return switch (mode) {
            case DISABLE -> "Disable";
            case ALLOW -> "Allow";
            case PREFER -> "Prefer";
            case REQUIRE -> "Require";
            case VERIFY_CA -> "VerifyCA";
            case VERIFY_FULL -> "VerifyFull";
        };
    }

    private static void put(Map<String, JsonNode> values, String name, Secret password) {
        password.<Object>use(text -> values.put(name, TextNode.valueOf(text)));
    }

    private static void put(Map<String, JsonNode> values, String name, String value) {
        values.put(name, TextNode.valueOf(value));
    }
}
