package dev.pgconvoy.it.wire;

import dev.pgconvoy.it.environment.PostgresServer;
import java.util.List;
import java.util.stream.Collectors;

/// What `migration.requested` carries, written by hand.
public record Request(
        String name,
        PostgresServer source,
        PostgresServer target,
        String targetUser,
        List<String> databases,
        String options) {

    public Request {
        databases = List.copyOf(databases);
    }

    public static Request move(String name, PostgresServer source, PostgresServer target, String... databases) {
        return new Request(name, source, target, PostgresServer.SUPERUSER, List.of(databases), "");
    }

    /// @param json members of `options`
    public Request with(String json) {
        return new Request(name, source, target, targetUser, databases, json);
    }

    /// @param user whose password is the superuser's
    public Request asTargetUser(String user) {
        return new Request(name, source, target, user, databases, options);
    }

    public String id() {
        return target.name() + "/" + name;
    }

    public String json() {
        return """
                {"id": "%s", "source": %s, "target": %s, "databases": [%s], "options": {%s}}
                """.formatted(
                        id(),
                        endpoint(source, PostgresServer.SUPERUSER),
                        endpoint(target, targetUser),
                        databases.stream().map(Request::json).collect(Collectors.joining(", ")),
                        options);
    }

    private static String json(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String endpoint(PostgresServer server, String user) {
        return """
                {"host": "%s", "port": %d, "user": "%s", "password": "file:%s", "sslMode": "prefer"}""".formatted(server.host(), server.port(), user, server.passwordFile());
    }
}
