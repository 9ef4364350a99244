package dev.pgconvoy.it.wire;

import dev.pgconvoy.it.environment.RunningServer;
import java.util.List;
import java.util.stream.Collectors;

/// What `migration.requested` carries, written by hand.
///
/// @param maintenanceDatabase of the target
public record RequestJson(
        String name,
        RunningServer source,
        RunningServer target,
        String sourceUser,
        String targetUser,
        String maintenanceDatabase,
        List<String> databases,
        String options) {

    private static final String MAINTENANCE = "postgres";

    public RequestJson {
        databases = List.copyOf(databases);
    }

    public static RequestJson move(String name, RunningServer source, RunningServer target, String... databases) {
        return new RequestJson(
                name,
                source,
                target,
                RunningServer.SUPERUSER,
                RunningServer.SUPERUSER,
                MAINTENANCE,
                List.of(databases),
                "");
    }

    /// @param json members of `options`
    public RequestJson with(String json) {
        return new RequestJson(name, source, target, sourceUser, targetUser, maintenanceDatabase, databases, json);
    }

    /// @param user whose password is the superuser's
    public RequestJson asTargetUser(String user) {
        return new RequestJson(name, source, target, sourceUser, user, maintenanceDatabase, databases, options);
    }

    /// @param user whose password is the superuser's
    public RequestJson asSourceUser(String user) {
        return new RequestJson(name, source, target, user, targetUser, maintenanceDatabase, databases, options);
    }

    /// @param database of the target, through which it is asked and where the lead is kept
    public RequestJson through(String database) {
        return new RequestJson(name, source, target, sourceUser, targetUser, database, databases, options);
    }

    public String id() {
        return target.name() + "/" + name;
    }

    public String json() {
        return """
                {"id": "%s", "source": %s, "target": %s, "databases": [%s], "options": {%s}}
                """.formatted(
                        id(),
                        endpoint(source, sourceUser, MAINTENANCE),
                        endpoint(target, targetUser, maintenanceDatabase),
                        databases.stream().map(RequestJson::json).collect(Collectors.joining(", ")),
                        options);
    }

    private static String json(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String endpoint(RunningServer server, String user, String maintenance) {
        return """
                {"host": "%s", "port": %d, "user": "%s", "password": "file:%s", "sslMode": "prefer", "maintenanceDatabase": "%s"}""".formatted(server.host(), server.port(), user, server.passwordFile(), maintenance);
    }
}
