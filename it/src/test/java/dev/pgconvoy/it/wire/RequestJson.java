package dev.pgconvoy.it.wire;

import dev.pgconvoy.it.environment.RunningServer;
import java.util.List;
import java.util.stream.Collectors;

/// What `migration.requested` carries, written by hand.
public record RequestJson(
        String name,
        RunningServer source,
        RunningServer target,
        String targetUser,
        List<String> databases,
        String options) {

    public RequestJson {
        databases = List.copyOf(databases);
    }

    public static RequestJson move(String name, RunningServer source, RunningServer target, String... databases) {
        return new RequestJson(name, source, target, RunningServer.SUPERUSER, List.of(databases), "");
    }

    /// @param json members of `options`
    public RequestJson with(String json) {
        return new RequestJson(name, source, target, targetUser, databases, json);
    }

    /// @param user whose password is the superuser's
    public RequestJson asTargetUser(String user) {
        return new RequestJson(name, source, target, user, databases, options);
    }

    public String id() {
        return target.name() + "/" + name;
    }

    public String json() {
        return """
                {"id": "%s", "source": %s, "target": %s, "databases": [%s], "options": {%s}}
                """.formatted(
                        id(),
                        endpoint(source, RunningServer.SUPERUSER),
                        endpoint(target, targetUser),
                        databases.stream().map(RequestJson::json).collect(Collectors.joining(", ")),
                        options);
    }

    private static String json(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String endpoint(RunningServer server, String user) {
        return """
                {"host": "%s", "port": %d, "user": "%s", "password": "file:%s", "sslMode": "prefer"}""".formatted(server.host(), server.port(), user, server.passwordFile());
    }
}
