package dev.pgconvoy.it.wire;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pgconvoy.it.environment.RunningServer;
import java.util.List;

/// `migration.requested` as the 14 parameters of Azure's template.
public record TemplateRequest(String name, RunningServer target, ObjectNode parameters) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public static TemplateRequest move(String name, RunningServer source, RunningServer target, String... databases) {
        var request = new TemplateRequest(name, target, JSON.createObjectNode());
        request.put("SourceType", "OnPremises");
        request.put("targetServerName", target.name());
        request.put("migrationName", name);
        request.put(
                "sourceServerResourceId", "%s:%d@%s".formatted(source.host(), source.port(), RunningServer.SUPERUSER));
        request.put("sourceServerLoginName", RunningServer.SUPERUSER);
        request.put("sourceServerLoginPassword", "file:" + source.passwordFile());
        request.put("targetServerLoginName", RunningServer.SUPERUSER);
        request.put("targetServerLoginPassword", "file:" + target.passwordFile());
        request.put("location", "westeurope");
        var names = request.parameters.putObject("dbNamesToMigrate").putArray("value");
        List.of(databases).forEach(names::add);
        request.put("migrationOption", "ValidateAndMigrate");
        request.put("SslMode", "Prefer");
        request.put("migrationMode", "Offline");
        request.put("overwriteDbsInTarget", "True");
        return request;
    }

    private void put(String parameter, String value) {
        parameters.putObject(parameter).put("value", value);
    }

    public TemplateRequest with(String parameter, String value) {
        put(parameter, value);
        return this;
    }

    public String id() {
        return target.name() + "/" + name;
    }

    public String json() {
        return JSON.createObjectNode().set("parameters", parameters).toString();
    }
}
