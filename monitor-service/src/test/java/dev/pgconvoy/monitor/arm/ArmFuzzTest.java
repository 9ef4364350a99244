package dev.pgconvoy.monitor.arm;

import dev.pgconvoy.arm.MigrationTemplate;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.fuzz.Fuzz;
import dev.pgconvoy.fuzz.Fuzz.Parser;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whole calls of Azure's interface: none may end in a fault of ours.
class ArmFuzzTest {

    private static final String GROUP = "/subscriptions/5ub/resourceGroups/rg";
    private static final String MIGRATION =
            GROUP + "/providers/Microsoft.DBforPostgreSQL/flexibleServers/orders-flex/migrations/move-1";
    private static final String DEPLOYMENT = GROUP + "/providers/Microsoft.Resources/deployments/deploy-1";
    private static final int CALLS_OF_ONE = 200;

    @TempDir
    static Path folder;

    private static ArmEndpointInMemory endpoint;
    private static int calls;

    static Stream<Parser> parsers() {
        var migration =
                ArmEndpointInMemory.migration().replace(ArmEndpointInMemory.PASSWORD, "env:PGCONVOY_SOURCE_PASSWORD");
        var words = List.of(
                "null",
                "[]",
                "{}",
                "\"properties\":",
                "\"template\":",
                "[[[",
                "\"[concat(",
                "parameters('",
                "\"value\":");
        return Stream.of(
                new Parser(
                        "migrations by Azure's interface",
                        body -> call("PUT", MIGRATION + "?api-version=2025-08-01", body),
                        IllegalArgumentException.class,
                        List.of(migration),
                        words),
                new Parser(
                        "changes by Azure's interface",
                        body -> call("PATCH", MIGRATION + "?api-version=2025-08-01", body),
                        IllegalArgumentException.class,
                        List.of("{\"properties\": {\"cancel\": \"True\"}}", migration),
                        words),
                new Parser(
                        "deployments by Azure's interface",
                        body -> call("PUT", DEPLOYMENT + "?api-version=2025-04-01", body),
                        IllegalArgumentException.class,
                        List.of(deployment()),
                        words),
                new Parser(
                        "paths of Azure's interface",
                        path -> call("GET", path.replace("?", "") + "?api-version=2025-08-01", ""),
                        IllegalArgumentException.class,
                        List.of(MIGRATION, DEPLOYMENT),
                        List.of("/", "//", "%2F", "/providers/", "Microsoft.Resources", "..")),
                new Parser(
                        "segments of paths",
                        ArmEndpoint::segments,
                        IllegalArgumentException.class,
                        List.of(MIGRATION, "/a%20b/%C3%A4+"),
                        List.of("/", "%", "%zz", "%C3", "+")));
    }

    private static String deployment() {
        var body = EventJson.MAPPER.createObjectNode();
        var properties = body.putObject("properties").put("mode", "Incremental");
        properties.set("template", MigrationTemplate.DOCUMENTED.json().deepCopy());
        properties.set("parameters", ArmEndpointInMemory.json("""
                {"targetServerName": {"value": "orders-flex"}, "migrationName": {"value": "move-1"},
                 "sourceServerResourceId": {"value": "source.example:5433@mover"},
                 "sourceServerLoginName": {"value": "mover"}, "sourceServerLoginPassword": {"value": "env:A"},
                 "targetServerLoginName": {"value": "admin"}, "targetServerLoginPassword": {"value": "env:B"},
                 "dbNamesToMigrate": {"value": ["orders"]}}
                """));
        return body.toString();
    }

    /// One that has heard little answers as fast as one that has heard nothing.
    private static void call(String method, String path, String body) {
        if (calls++ % CALLS_OF_ONE == 0) {
            endpoint = new ArmEndpointInMemory(folder);
        }
        var answer = endpoint.call(method, path, body);
        if (answer.status() == 500) {
            throw new IllegalStateException("a fault of ours");
        }
    }

    @ParameterizedTest
    @MethodSource("parsers")
    void whatever_comes_is_answered_soon(Parser parser) {
        Fuzz.run(parser, 0.04 / parsers().count(), Duration.ofMillis(400));
    }
}
