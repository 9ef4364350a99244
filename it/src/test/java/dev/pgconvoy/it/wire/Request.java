package dev.pgconvoy.it.wire;

import dev.pgconvoy.it.environment.PostgresServer;
import java.util.List;
import java.util.stream.Collectors;

/// What `migration.requested` carries, written by hand.
public record Request(
        String name, PostgresServer source, PostgresServer target, List<String> databases, String options) {

    public Request {
        databases = List.copyOf(databases);
    }

    public static Request move(String name, PostgresServer source, PostgresServer target, String... databases) {
        return new Request(name, source, target, List.of(databases), "");
    }

    /// @param json members of `options`
    public Request with(String json) {
        return new Request(name, source, target, databases, json);
    }

    public String id() {
        return target.name() + "/" + name;
    }

    public String json() {
        return """
                {"id": "%s", "source": %s, "target": %s, "databases": [%s], "options": {%s}}
                """.formatted(
                        id(),
                        endpoint(source),
                        endpoint(target),
                        databases.stream().map(Request::json).collect(Collectors.joining(", ")),
                        options);
    }

    private static String json(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String endpoint(PostgresServer server) {
        return """
                {"host": "%s", "port": %d, "user": "%s", "password": "file:%s", "sslMode": "prefer"}""".formatted(server.host(), server.port(), PostgresServer.SUPERUSER, server.passwordFile());
    }
}
