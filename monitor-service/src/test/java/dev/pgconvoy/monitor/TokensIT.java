package dev.pgconvoy.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.fixture.EmbeddedBroker;
import io.smallrye.jwt.build.Jwt;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// With an issuer configured, both interfaces demand its tokens.
class TokensIT {

    private static final String MIGRATIONS =
            "/subscriptions/s/resourceGroups/g/providers/Microsoft.DBforPostgreSQL/flexibleServers/orders/migrations"
                    + "?api-version=2025-08-01";
    private static final String DEPLOYMENT =
            "/subscriptions/s/resourceGroups/g/providers/Microsoft.Resources/deployments/none?api-version=2025-04-01";
    private static final String ISSUER = "https://issuer.example/tenant";
    private static final String AUDIENCE = "https://management.example";

    @TempDir
    static Path folder;

    private static KeyPair keys;
    private static EmbeddedBroker broker;
    private static SecureMonitor monitor;

    @BeforeAll
    static void start() throws Exception {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
        keys = pair();
        broker = new EmbeddedBroker();
        monitor = new SecureMonitor(
                broker.bootstrapServers(),
                folder,
                List.of("orders"),
                Map.of(
                        "QUARKUS_OIDC_TENANT_ENABLED",
                        "true",
                        "QUARKUS_OIDC_PUBLIC_KEY",
                        Base64.getEncoder().encodeToString(keys.getPublic().getEncoded()),
                        "QUARKUS_OIDC_TOKEN_ISSUER",
                        ISSUER,
                        "QUARKUS_OIDC_TOKEN_AUDIENCE",
                        AUDIENCE));
        await().until(monitor.process()::isReady);
    }

    private static KeyPair pair() throws Exception {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2_048);
        return generator.generateKeyPair();
    }

    @AfterAll
    static void stop() throws Exception {
        Awaitility.reset();
        monitor.close();
        broker.close();
    }

    private static String token(KeyPair signer, String issuer, String audience, Duration validity, String... roles) {
        return Jwt.issuer(issuer)
                .audience(audience)
                .subject("pipeline")
                .groups(Set.of(roles))
                .expiresAt(MigrationSamples.T0.plus(validity).getEpochSecond())
                .sign(signer.getPrivate());
    }

    private static HttpResponse<String> get(String path, String token) throws IOException {
        return token.isEmpty() ? monitor.process().get(path) : monitor.process().get(path, "Bearer " + token);
    }

    @Test
    void a_valid_token_opens_both_interfaces_as_far_as_its_roles_go() throws Exception {
        var aLongTime = Duration.ofDays(3_650);
        var nobody = token(keys, ISSUER, AUDIENCE, aLongTime, "somebody-else");
        var viewer = token(keys, ISSUER, AUDIENCE, aLongTime, "pgconvoy-viewer");
        var operator = token(keys, ISSUER, AUDIENCE, aLongTime, "pgconvoy-operator");
        var admin = token(keys, ISSUER, AUDIENCE, aLongTime, "pgconvoy-admin");
        var cancel = "/api/migrations/orders/none/cancel";
        var migration = MIGRATIONS.replace("?", "/none?");

        assertThat(get("/api/migrations", nobody).statusCode()).isEqualTo(403);
        assertThat(get(MIGRATIONS, nobody).statusCode()).isEqualTo(403);
        for (var token : List.of(viewer, operator, admin)) {
            assertThat(get(MIGRATIONS, token).statusCode()).isEqualTo(200);
            assertThat(get("/api/migrations", token).statusCode()).isEqualTo(200);
        }
        assertThat(call("POST", cancel, viewer)).isEqualTo(403);
        assertThat(call("POST", cancel, operator)).isEqualTo(404);
        assertThat(call("DELETE", migration, viewer)).isEqualTo(403);
        assertThat(call("DELETE", migration, operator)).isEqualTo(204);
        for (var deployment : List.of(DEPLOYMENT, DEPLOYMENT.replace("/deployments", "//deployments"))) {
            assertThat(call("DELETE", deployment, operator)).isEqualTo(403);
        }
        assertThat(call("DELETE", DEPLOYMENT, admin)).isEqualTo(204);
        assertThat(call("DELETE", "/api/fleets/weekend", operator)).isEqualTo(403);
        assertThat(call("DELETE", "/api/fleets/weekend", admin)).isEqualTo(404);
    }

    @Test
    void a_request_and_a_cancellation_say_whom_the_token_names() throws Exception {
        var operator = token(keys, ISSUER, AUDIENCE, Duration.ofDays(3_650), "pgconvoy-operator");
        var request =
                new String(EventJson.write(new MigrationSamples("orders/asked").request()), StandardCharsets.UTF_8);

        assertThat(monitor.process()
                        .call("POST", "/api/migrations", request, operator)
                        .statusCode())
                .isEqualTo(202);
        await().until(() -> get("/api/migrations/orders/asked", operator).statusCode() == 200);
        assertThat(call("POST", "/api/migrations/orders/asked/cancel", operator))
                .isEqualTo(202);

        await().untilAsserted(() -> assertThat(EventJson.MAPPER
                        .readTree(get("/api/migrations/orders/asked/events", operator)
                                .body())
                        .findValuesAsText("actor"))
                .containsExactly("pipeline", "pipeline"));
    }

    private static int call(String method, String path, String token) throws IOException {
        return monitor.process().call(method, path, "", token).statusCode();
    }

    @Test
    void an_administrators_token_opens_both_interfaces() throws Exception {
        var token = token(keys, ISSUER, AUDIENCE, Duration.ofDays(3_650), "pgconvoy-admin");

        assertThat(get(MIGRATIONS, token).statusCode()).isEqualTo(200);
        assertThat(get("/api/migrations", token).statusCode()).isEqualTo(200);
    }

    @Test
    void without_one_or_with_a_wrong_one_each_refuses_in_its_own_shape() throws Exception {
        var wrong = List.of(
                "",
                "no token",
                token(pair(), ISSUER, AUDIENCE, Duration.ofDays(3_650)),
                token(keys, "https://other.example", AUDIENCE, Duration.ofDays(3_650)),
                token(keys, ISSUER, "https://other.example", Duration.ofDays(3_650)),
                token(keys, ISSUER, AUDIENCE, Duration.ZERO));
        for (var token : wrong) {
            var azure = get(MIGRATIONS, token);
            var rest = get("/api/migrations", token);

            assertThat(azure.statusCode()).isEqualTo(401);
            assertThat(EventJson.MAPPER.readTree(azure.body()).at("/error/code").asText())
                    .isEqualTo("AuthenticationFailed");
            assertThat(azure.headers().firstValue("WWW-Authenticate")).contains("Bearer");
            assertThat(rest.statusCode()).isEqualTo(401);
            assertThat(EventJson.MAPPER.readTree(rest.body()).path("status").asInt())
                    .isEqualTo(401);
        }
        assertThat(get("/SUBSCRIPTIONS" + MIGRATIONS.substring("/subscriptions".length()), "")
                        .statusCode())
                .isEqualTo(401);
        assertThat(get("/api/events", "").statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//api/migrations",
                "/api//migrations",
                "/api/./migrations",
                "/api;a=b/migrations",
                "/api/migrations;a=b",
                "/%61pi/migrations",
                "/q/../api/migrations",
                "/api/migrations/",
                "//subscriptions/s/resourceGroups/g?api-version=2025-04-01",
                "/subscriptions;a=b/s/resourceGroups/g?api-version=2025-04-01",
                "/%73ubscriptions/s/resourceGroups/g?api-version=2025-04-01",
            })
    void no_spelling_of_a_path_leads_past_the_check(String path) throws Exception {
        assertThat(get(path, "").statusCode()).isIn(400, 401, 404);
    }

    @Test
    void without_an_audience_the_monitor_does_not_start() throws Exception {
        try (var careless = new SecureMonitor(
                broker.bootstrapServers(),
                folder,
                List.of("orders"),
                Map.of(
                        "QUARKUS_OIDC_TENANT_ENABLED",
                        "true",
                        "QUARKUS_OIDC_PUBLIC_KEY",
                        Base64.getEncoder().encodeToString(keys.getPublic().getEncoded())))) {
            assertThat(careless.process().end()).isOne();
        }
    }

    @Test
    void health_and_metrics_stay_open() throws Exception {
        assertThat(get("/q/health/live", "").statusCode()).isEqualTo(200);
        assertThat(get("/q/metrics", "").statusCode()).isEqualTo(200);
    }
}
