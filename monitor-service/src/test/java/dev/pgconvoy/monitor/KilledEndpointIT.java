package dev.pgconvoy.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.pgconvoy.arm.MigrationTemplate;
import dev.pgconvoy.arm.Template;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.fixture.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Monitors that are killed while somebody deploys: one deployment, one migration, one outcome.
class KilledEndpointIT {

    private static final String GROUP = "/subscriptions/s/resourceGroups/g/providers/";
    private static final String MIGRATIONS =
            GROUP + "Microsoft.DBforPostgreSQL/flexibleServers/orders/migrations?api-version=2025-08-01";
    private static final String RESOURCES = "?api-version=2025-04-01";
    private static final List<Integer> MILLISECONDS = List.of(1, 15, 60, 250);

    @TempDir
    Path folder;

    @BeforeEach
    void allowForABusyMachine() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    }

    @AfterEach
    void forgetTheAllowance() {
        Awaitility.reset();
    }

    @Test
    void what_is_deployed_while_monitors_are_killed_is_deployed_once() throws Exception {
        try (var broker = new EmbeddedBroker();
                var client = new PlainClient(broker.bootstrapServers())) {
            for (var delay : MILLISECONDS) {
                try (var monitor = monitor(broker)) {
                    var asked = CompletableFuture.runAsync(() -> deploy(monitor, delay));
                    CompletableFuture.delayedExecutor(delay, TimeUnit.MILLISECONDS)
                            .execute(() -> kill(monitor));
                    asked.handle((_, _) -> "whatever came of it").join();
                }
            }
            try (var monitor = monitor(broker)) {
                for (var delay : MILLISECONDS) {
                    assertThat(deploy(monitor, delay)).isIn(200, 201);
                    await().until(() -> state(monitor, delay), "Succeeded"::equals);
                    assertThat(deploy(monitor, delay)).isEqualTo(200);
                }
                var listed = EventJson.MAPPER.readTree(
                        monitor.process().get(MIGRATIONS).body());
                assertThat(listed.path("value")
                                .valueStream()
                                .map(each -> each.path("name").asText()))
                        .containsExactlyInAnyOrder("move-1", "move-15", "move-60", "move-250");
                assertThat(client.revisions("migration.state"))
                        .hasSize(MILLISECONDS.size())
                        .containsOnly(1L);
                assertThat(client.deadLetters("migration.requested")).isZero();
            }
        }
    }

    private SecureMonitor monitor(EmbeddedBroker broker) throws IOException {
        var monitor = new SecureMonitor(broker.bootstrapServers(), folder, List.of("orders"), Map.of());
        await().until(monitor.process()::isReady);
        return monitor;
    }

    private static void kill(SecureMonitor monitor) {
        try {
            monitor.process().kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int deploy(SecureMonitor monitor, int number) {
        try {
            return monitor.process()
                    .call("PUT", deployment(number), body("move-" + number))
                    .statusCode();
        } catch (IOException _) {
            return 0;
        }
    }

    private static String state(SecureMonitor monitor, int number) throws IOException {
        return EventJson.MAPPER
                .readTree(monitor.process().get(deployment(number)).body())
                .at("/properties/provisioningState")
                .asText();
    }

    private static String deployment(int number) {
        return GROUP + "Microsoft.Resources/deployments/deploy-" + number + RESOURCES;
    }

    private static String body(String migration) {
        var parameters = new HashMap<String, JsonNode>();
        Map.of(
                        "targetServerName", "orders",
                        "migrationName", migration,
                        "sourceServerResourceId", "source.example:5432@mover",
                        "sourceServerLoginName", "mover",
                        "sourceServerLoginPassword", "hunter2-hunter2",
                        "targetServerLoginName", "admin",
                        "targetServerLoginPassword", "hunter2-hunter2")
                .forEach((name, value) -> parameters.put(name, TextNode.valueOf(value)));
        var body = EventJson.MAPPER.createObjectNode();
        var properties = body.putObject("properties").put("mode", "Incremental");
        properties.set("template", MigrationTemplate.DOCUMENTED.json());
        properties.set("parameters", Template.wrapped(parameters));
        return body.toString();
    }
}
