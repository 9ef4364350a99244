package dev.pgconvoy.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pgconvoy.arm.Recordings;
import dev.pgconvoy.arm.Recordings.Exchange;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.event.MigrationEvent.MigrationObserved;
import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.fixture.EmbeddedBroker;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.Observation;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What Azure's command line once said to the real service is said to the packaged monitor: the status codes and the
/// shapes of the answers are the same, but for the differences that docs/azure.md explains.
class RecordedTrafficIT {

    private static final Pattern MIGRATION = Pattern.compile(".*/flexibleServers/([^/]+)/migrations/([^/?]+).*");

    /// Other values, by their nature.
    private static final Set<String> OTHERWISE = Set.of(
            "/properties/migrationid",
            "/properties/migrationwindowstarttimeinutc",
            "/properties/migrationwindowendtimeinutc",
            "/properties/currentstatus/error",
            "/properties/currentstatus/state",
            "/properties/currentstatus/currentsubstatedetails/currentsubstate",
            "/properties/setuplogicalreplicationonsourcedbifneeded",
            "/properties/targetdbservermetadata/location",
            "/location");

    /// What we do not know of a server.
    private static final Set<String> MISSING = Set.of(
            "/properties/targetdbservermetadata/version",
            "/properties/targetdbservermetadata/storagemb",
            "/properties/targetdbservermetadata/sku/name",
            "/properties/targetdbservermetadata/sku/tier");

    /// The service left this out in some answers.
    private static final Set<String> MORE =
            Set.of("/properties/targetdbservermetadata/location", "/properties/migrateroles");

    @TempDir
    static Path folder;

    private static EmbeddedBroker broker;
    private static PlainClient facts;
    private static SecureMonitor monitor;

    @BeforeAll
    static void start() throws Exception {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
        broker = new EmbeddedBroker();
        facts = new PlainClient(broker.bootstrapServers());
        monitor = new SecureMonitor(
                broker.bootstrapServers(),
                folder,
                List.of("autobot-e2e-pg-fs-eastus2euap", "target-server-longhaul", "azuredbclitest-000002"),
                Map.of());
        await().until(monitor.process()::isReady);
    }

    @AfterAll
    static void stop() throws Exception {
        Awaitility.reset();
        monitor.close();
        facts.close();
        broker.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "onprem-offline-2023-12-01-preview",
                "onprem-offline-2024-08-01",
                "onprem-offline-2025-08-01",
                "concurrent-and-failed-2025-08-01",
                "single-to-flex-failed-2026-07-01-preview",
            })
    void the_same_is_answered_as_the_service_answered(String recording) throws Exception {
        for (var recorded : calls(recording)) {
            letItFailIfItHadFailed(recorded);
            var answer = send(recorded);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(recorded.status());
            assertThat(answer.body()).doesNotContain("XXXXXXXXX");
            compare(recorded.response(), EventJson.MAPPER.readTree(answer.body()));
        }
    }

    /// The oldest version let the login of the source out and took the one of the server's administrator, whom we do
    /// not know.
    @Test
    void a_source_without_a_login_is_refused() throws Exception {
        for (var recorded : calls("single-offline-2022-05-01-privatepreview")) {
            var answer = send(recorded);
            switch (recorded.method()) {
                case "POST" -> compare(recorded.response(), EventJson.MAPPER.readTree(answer.body()));
                case "PUT" -> assertThat(answer.body()).contains("secretParameters.sourceServerUsername is missing");
                default -> assertThat(answer.statusCode()).isIn(200, 404);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /subscriptions, 400",
        "GET, /Subscriptions/?api-version=2025-04-01, 404",
        "POST, /subscriptions/s/resourceGroups/g?api-version=2025-04-01, 404",
        "GET, /subscriptions/s/resourceGroups/%2F..?api-version=2025-04-01, 400",
        "GET, /subscriptions/s/resourceGroups/a%20b?api-version=2025-04-01, 400",
        "GET, /subscriptions/s/resourceGroups/g, 400",
        "GET, /subscriptions/s/resourceGroups/g?API-VERSION=2025-04-01, 200",
    })
    void odd_calls_are_answered_in_azures_shape(String method, String path, int status) throws Exception {
        var answer = monitor.process().call(method, path, "");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(EventJson.MAPPER.readTree(answer.body()).has(status == 200 ? "id" : "error"))
                .isTrue();
    }

    @Test
    void a_body_without_bound_is_refused() throws Exception {
        var answer = monitor.process()
                .call(
                        "PUT",
                        "/subscriptions/s/resourceGroups/g/providers/Microsoft.Resources/deployments/d?api-version=2025-04-01",
                        "\"%s\"".formatted("x".repeat(1_100_000)));

        assertThat(answer.statusCode()).isEqualTo(413);
    }

    private static void compare(JsonNode recorded, JsonNode answered) {
        if (recorded.has("value")) {
            assertThat(answered.path("value").isArray()).isTrue();
            recorded.path("value")
                    .valueStream()
                    .filter(JsonNode::isObject)
                    .filter(each -> state(each).equals("InProgress"))
                    .forEach(each -> answered.path("value")
                            .valueStream()
                            .filter(ours -> state(ours).equals("InProgress"))
                            .forEach(ours -> compare(each, ours, true)));
        } else {
            compare(recorded, answered, false);
        }
    }

    private static void compare(JsonNode recorded, JsonNode answered, boolean shapeOnly) {
        var expected = leaves(recorded);
        var actual = leaves(answered);
        assertThat(actual.keySet()).containsAll(without(expected.keySet(), MISSING));
        assertThat(expected.keySet()).containsAll(without(actual.keySet(), MORE));
        if (!shapeOnly) {
            expected.forEach((path, value) -> {
                if (!OTHERWISE.contains(path) && !MISSING.contains(path)) {
                    assertThat(actual).containsEntry(path, value);
                }
            });
        }
    }

    private static String state(JsonNode migration) {
        return migration.at("/properties/currentStatus/state").asText();
    }

    private static List<String> without(Set<String> paths, Set<String> some) {
        return paths.stream().filter(path -> !some.contains(path)).toList();
    }

    /// Values by their paths; names and values of the service are not case-sensitive, and it once had real booleans.
    private static Map<String, String> leaves(JsonNode node) {
        var leaves = new TreeMap<String, String>();
        collect("", node, leaves);
        return leaves;
    }

    private static void collect(String path, JsonNode node, Map<String, String> leaves) {
        if (node.isObject() && !node.isEmpty()) {
            node.properties()
                    .forEach(each ->
                            collect(path + "/" + each.getKey().toLowerCase(Locale.ROOT), each.getValue(), leaves));
        } else {
            leaves.put(path, node.isValueNode() ? node.asText() : node.toString());
        }
    }

    private static void letItFailIfItHadFailed(Exchange recorded) throws Exception {
        var id = id(recorded);
        if (id.isPresent() && state(recorded.response()).equals("Failed")) {
            var failure = new Failure(FailureCode.CONNECTION_LOST, "source server", "It is not there.", "Start it.");
            facts.send(new MigrationObserved(
                    id.get(),
                    java.util.Optional.empty(),
                    new Observation.Failed(0, failure, Optional.empty(), java.util.List.of())));
            await().until(() -> send(recorded).body().contains("\"state\":\"Failed\""));
        }
    }

    private static Optional<MigrationId> id(Exchange recorded) {
        var path = MIGRATION.matcher(recorded.path());
        return path.matches() ? Optional.of(new MigrationId(path.group(1), path.group(2))) : Optional.empty();
    }

    private static HttpResponse<String> send(Exchange recorded) throws IOException {
        return monitor.process()
                .call(
                        recorded.method(),
                        recorded.path(),
                        recorded.request().isObject() ? recorded.request().toString() : "");
    }

    /// What is said to migrations; deleting the server afterwards is not ours.
    private static List<Exchange> calls(String recording) {
        return Recordings.of(recording).stream()
                .filter(call -> call.path().startsWith("/subscriptions/"))
                .filter(call -> !call.method().equals("DELETE"))
                .filter(call -> call.status() != 0)
                .toList();
    }
}
