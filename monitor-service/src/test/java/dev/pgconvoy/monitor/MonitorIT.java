package dev.pgconvoy.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.fixture.EmbeddedBroker;
import dev.pgconvoy.fixture.SharedSealKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The packaged monitor against a real broker: facts from a plain client, REST, the live stream, and a kill.
class MonitorIT {

    private static final int PARTITIONS = 3;
    private static final int FACTS_OF_PROGRESS = 300;

    private final MigrationSamples move = new MigrationSamples("orders/move-1");

    @BeforeAll
    static void allowForABusyMachine() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    }

    @AfterAll
    static void forgetTheAllowance() {
        Awaitility.reset();
    }

    @Test
    void a_killed_monitor_loses_and_repeats_nothing(@TempDir Path folder) throws Exception {
        var environment = Map.of("PGCONVOY_SEAL_KEY_FILE", SharedSealKey.file().toString());
        var port = freePort();
        try (var broker = new EmbeddedBroker();
                var client = new PlainClient(broker.bootstrapServers());
                var first = new MonitorProcess(broker.bootstrapServers(), port, environment)) {
            await().until(first::isReady);

            // A foreign partitioner: not the partition that Java's would choose, and garbage among the rest.
            client.sendRaw("migration.requested", "not JSON");
            client.sendTo(PlainClient.partitionAwayFrom(move.id(), PARTITIONS), move.requested());
            await().until(() -> substate(first), "PerformingPreRequisiteSteps"::equals);
            client.send(move.validated(), move.submitted(), move.began());
            await().until(() -> substate(first), "MigratingData"::equals);
            assertThat(client.deadLetters("migration.requested")).isOne();

            try (var events = lines(first)) {
                assertThat(events.readLine()).isEqualTo(":heartbeat");
                for (var i = 1; i <= FACTS_OF_PROGRESS; i++) {
                    client.send(move.progressed(i));
                    if (i == FACTS_OF_PROGRESS / 2) {
                        assertThat(nextData(events).path("id").asText()).isEqualTo(move.id());
                        first.kill();
                    }
                }
            }
            client.send(move.finished(2));

            try (var second = new MonitorProcess(broker.bootstrapServers(), port, environment)) {
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> second.isReady() && state(second).equals("Succeeded"));

                var expected =
                        LongStream.rangeClosed(1, 4 + FACTS_OF_PROGRESS).boxed().toList();
                // What was committed at once becomes visible partition by partition.
                await().untilAsserted(() -> {
                    assertThat(client.revisions("migration.substate-changed")).containsExactlyElementsOf(expected);
                    assertThat(client.revisions("migration.state")).containsExactlyElementsOf(expected);
                    assertThat(client.revisions("migration.completed")).containsExactly(4L + FACTS_OF_PROGRESS);
                });
                assertReportIsServed(second);
                assertRequestsAreSealedAndKnown(second, client);
                assertMetrics(second);
                assertThat(second.terminate()).isEqualTo(143);
            }
        }
    }

    private static void assertReportIsServed(MonitorProcess monitor) throws IOException {
        var status = EventJson.MAPPER.readTree(
                monitor.get("/api/migrations/orders/move-1").body());
        assertThat(status.at("/report/databases/0/tables/1/table").asText()).isEqualTo("public.table_00001");
        var list = EventJson.MAPPER.readTree(
                monitor.get("/api/migrations?state=succeeded").body());
        assertThat(list.at("/total").asInt()).isOne();
        assertThat(list.at("/migrations/0/report").isNull()).isTrue();
    }

    private static void assertRequestsAreSealedAndKnown(MonitorProcess monitor, PlainClient client) throws IOException {
        var request = """
                {"id": "orders/move-2",
                 "source": {"host": "source.example", "user": "postgres", "password": "hunter2"},
                 "target": {"host": "target.example", "user": "postgres", "password": "env:TARGET"}}
                """;
        var asked = monitor.post("/api/migrations", request);
        assertThat(asked.statusCode()).isEqualTo(202);
        var location = asked.headers().firstValue("Location").orElseThrow();
        assertThat(location).endsWith("/api/migrations/orders/move-2");
        await().until(() -> monitor.get("/api/migrations/orders/move-2").statusCode() == 200);

        var again = monitor.post("/api/migrations", request);
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body()).doesNotContain("hunter2", "sealed:");
        var different = monitor.post(
                "/api/migrations", request.replace("env:TARGET", "env:T").replace("target.ex", "t.ex"));
        assertThat(different.statusCode()).isEqualTo(409);
        assertThat(different.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/problem+json");
        assertThat(client.values("migration.requested").getLast())
                .contains("\"sealed:")
                .doesNotContain("hunter2");
        assertThat(monitor.post("/api/migrations/orders/move-2/cancel", "").statusCode())
                .isEqualTo(202);
        await().until(() ->
                monitor.get("/api/migrations/orders/move-2").body().contains("CancelingRequestedDBMigrations"));
        assertThat(monitor.post("/api/migrations/orders/move-1/cancel", "").statusCode())
                .isEqualTo(409);
        assertThat(monitor.get("/api/migrations/orders/nowhere").statusCode()).isEqualTo(404);
        assertThat(monitor.get("/nowhere").statusCode()).isEqualTo(404);
        assertThat(monitor.get("/q/openapi").body()).contains("/api/migrations/{server}/{name}/cancel");
    }

    private static void assertMetrics(MonitorProcess monitor) throws IOException {
        assertThat(monitor.get("/q/metrics").body())
                .contains("pgconvoy_migrations{state=\"Succeeded\",substate=\"Completed\"} 1.0")
                .contains("pgconvoy_migrations_stalled 0.0")
                .contains("pgconvoy_facts_total{topic=\"migration.observed\"}")
                .contains("pgconvoy_dead_letters_total{topic=\"migration.requested\"}")
                .contains("pgconvoy_announcements_total{type=\"migration.substate-changed\"}");
    }

    private static BufferedReader lines(MonitorProcess monitor) throws IOException {
        var body = monitor.stream("/api/events?id=orders/move-1").body();
        return new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    }

    private static JsonNode nextData(BufferedReader events) throws IOException {
        for (var line = events.readLine(); line != null; line = events.readLine()) {
            if (line.startsWith("data:")) {
                return EventJson.MAPPER.readTree(line.substring("data:".length()));
            }
        }
        throw new AssertionError("the stream ended without an event");
    }

    private static String substate(MonitorProcess monitor) throws IOException {
        return EventJson.MAPPER
                .readTree(monitor.get("/api/migrations/orders/move-1").body())
                .path("substate")
                .asText();
    }

    private static String state(MonitorProcess monitor) throws IOException {
        return EventJson.MAPPER
                .readTree(monitor.get("/api/migrations/orders/move-1").body())
                .path("state")
                .asText();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
