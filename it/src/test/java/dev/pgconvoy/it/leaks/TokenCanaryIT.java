package dev.pgconvoy.it.leaks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pgconvoy.it.environment.GuardedMonitor;
import dev.pgconvoy.it.environment.TokenIssuer;
import dev.pgconvoy.it.wire.KafkaClient;
import dev.pgconvoy.secret.Secret;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Callers show the tokens of an issuer, good and bad ones, and the monitor shows its secret to the issuer: afterwards
/// none of them is anywhere. What makes a token count is its signature.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokenCanaryIT {

    private static final String CLIENT_SECRET = "canary-client-secret-3b1d";
    private static final String OPAQUE = "canary-opaque-token-91ce";
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration MOMENT = Duration.ofSeconds(30);

    private static final String ARM =
            "/subscriptions/s/resourceGroups/g/providers/Microsoft.DBforPostgreSQL/flexibleServers/orders/migrations"
                    + "?api-version=2025-08-01";
    private static final String REQUEST = """
            {"id": "orders/canary",
             "source": {"host": "source.example", "user": "postgres", "password": "env:S"},
             "target": {"host": "target.example", "user": "postgres", "password": "env:T"},
             "databases": ["orders"]}
            """;

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<String> answers = new ArrayList<>();

    private TokenIssuer issuer;
    private GuardedMonitor monitor;

    @BeforeAll
    void start() {
        issuer = TokenIssuer.start();
        monitor = GuardedMonitor.start(issuer, new Secret(CLIENT_SECRET));
    }

    @AfterAll
    void stop() {
        client.close();
        if (monitor != null) {
            monitor.close();
        }
        issuer.close();
    }

    @Test
    void no_token_and_no_secret_of_a_client_is_left_anywhere() throws Exception {
        // given
        var viewer = issuer.token("pgconvoy-viewer", HOUR);
        var operator = issuer.token("pgconvoy-operator", HOUR);
        var expired = issuer.token("pgconvoy-operator", HOUR.dividedBy(2).negated());
        var torn = operator.substring(0, operator.length() - 8);
        var search = new LeakSearch(List.of(
                signature(viewer), signature(operator), signature(expired), signature(torn), OPAQUE, CLIENT_SECRET));

        // when
        assertThat(call("POST", "/api/migrations", REQUEST, operator))
                .as(answers::getLast)
                .isEqualTo(202);
        await().atMost(MOMENT).until(() -> call("GET", "/api/migrations/orders/canary", "", viewer) == 200);
        assertThat(call("POST", "/api/migrations/orders/canary/cancel", "{}", viewer))
                .isEqualTo(403);
        assertThat(call("POST", "/api/migrations/orders/canary/cancel", "{}", operator))
                .isEqualTo(202);
        for (var path : List.of("/api/migrations", "/api/migrations/orders/canary", ARM)) {
            // Azure's interface has no server of that name here.
            assertThat(call("GET", path, "", viewer)).as(path).isEqualTo(path.equals(ARM) ? 404 : 200);
            assertThat(call("GET", path, "", expired)).as(path).isEqualTo(401);
            assertThat(call("GET", path, "", torn)).as(path).isEqualTo(401);
            call("GET", path, "", OPAQUE);
        }
        call("GET", "/q/metrics", "", viewer);
        call("GET", "/q/health", "", viewer);

        // then
        assertThat(issuer.authorizations())
                .as("the monitor has shown its secret")
                .anyMatch(shown -> new LeakSearch(List.of(TokenIssuer.CLIENT + ":" + CLIENT_SECRET))
                                .in("", shown.getBytes(StandardCharsets.UTF_8))
                                .size()
                        == 1);
        await().atMost(MOMENT).until(() -> traces().contains("/api/migrations"));
        assertThat(search.in("an answer", String.join("\n", answers).getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
        assertThat(search.inTopics(monitor.bootstrapServers())).isEmpty();
        assertThat(search.inFiles(monitor.folder(), TokenCanaryIT::holdsByPurpose))
                .isEmpty();
    }

    @Test
    void the_search_finds_a_token_that_is_planted() throws IOException {
        var planted = issuer.token("pgconvoy-planted", HOUR);
        var search = new LeakSearch(List.of(signature(planted)));
        var log = Files.writeString(monitor.folder().resolve("planted.log"), "Authorization: Bearer " + planted);
        try (var broker = KafkaClient.connect(monitor.bootstrapServers())) {
            broker.publish(KafkaClient.UNREADABLE_REQUESTS, "planted", "{\"token\": \"%s\"}".formatted(planted));
        }

        assertThat(search.inFiles(monitor.folder(), TokenCanaryIT::holdsByPurpose))
                .anyMatch(leak -> leak.startsWith(log.toString()));
        assertThat(search.inTopics(monitor.bootstrapServers()))
                .anyMatch(leak -> leak.startsWith("the value of " + KafkaClient.UNREADABLE_REQUESTS));
        Files.delete(log);
    }

    private int call(String method, String path, String body, String token) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(monitor.uri(path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body))
                .build();
        var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        answers.add(answer.headers().map() + answer.body());
        return answer.statusCode();
    }

    private static String signature(String token) {
        return token.substring(token.lastIndexOf('.') + 1);
    }

    private String traces() throws IOException {
        return Files.exists(monitor.traces()) ? Files.readString(monitor.traces(), StandardCharsets.ISO_8859_1) : "";
    }

    private static boolean holdsByPurpose(Path path) {
        return path.getFileName().toString().equals("keys");
    }
}
