package dev.pgconvoy.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pgconvoy.fixture.EmbeddedBroker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// What a browser is made to send by pages of others, and how one is let in; with the packaged monitor, guarded as
/// `./pgconvoy up` does it.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ForeignPagesIT {

    private static final String TOKEN = "a-token-of-some-length-7Qx";

    @TempDir
    static Path folder;

    private static EmbeddedBroker broker;
    private static MonitorProcess monitor;

    @BeforeAll
    static void start() throws Exception {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
        broker = new EmbeddedBroker();
        Files.writeString(folder.resolve("token"), TOKEN + "\n");
        monitor = new MonitorProcess(
                broker.bootstrapServers(),
                freePort(),
                Map.of(
                        "PGCONVOY_HTTP_TOKEN_FILE",
                        folder.resolve("token").toString(),
                        "PGCONVOY_HTTP_LOGIN_CODE_FILE",
                        folder.resolve("code").toString()));
        await().until(monitor::isReady);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @AfterAll
    static void stop() throws Exception {
        Awaitility.reset();
        monitor.close();
        broker.close();
    }

    private static String host() {
        return "Host: 127.0.0.1:" + monitor.port();
    }

    @Test
    void nothing_is_shown_without_the_token() throws Exception {
        assertThat(monitor.get("/api/migrations").statusCode()).isEqualTo(401);
        assertThat(monitor.get("/api/migrations", "Bearer wrong").statusCode()).isEqualTo(401);
        assertThat(monitor.get("/api/events").statusCode()).isEqualTo(401);
        assertThat(monitor.get("/api/migrations", "Bearer " + TOKEN).statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_page_whose_name_was_made_to_point_here_gets_nothing() throws Exception {
        var answer = monitor.raw(
                "GET /api/migrations HTTP/1.1",
                "Host: evil.example:" + monitor.port(),
                "Authorization: Bearer " + TOKEN);

        assertThat(answer).startsWith("HTTP/1.1 421").contains("PGCONVOY_HTTP_HOSTS");
        assertThat(monitor.raw("GET /q/health/live HTTP/1.1", "Host: 10.1.2.3")).startsWith("HTTP/1.1 200");
    }

    @Test
    void a_form_of_another_page_cancels_nothing_even_with_a_session() throws Exception {
        var cookie = "Cookie: " + session();
        var cancel = "POST /api/migrations/a/b/cancel HTTP/1.1";

        assertThat(monitor.raw(cancel, host(), cookie, "Origin: https://evil.example", "Content-Length: 0"))
                .startsWith("HTTP/1.1 403");
        assertThat(monitor.raw(cancel, host(), cookie, "Sec-Fetch-Site: cross-site", "Content-Length: 0"))
                .startsWith("HTTP/1.1 403");
        assertThat(monitor.raw(
                        cancel, host(), cookie, "Content-Type: application/x-www-form-urlencoded", "Content-Length: 0"))
                .startsWith("HTTP/1.1 415");
        assertThat(monitor.raw(cancel, host(), cookie, "Content-Length: 0")).startsWith("HTTP/1.1 404");
    }

    @Test
    void azures_interface_refuses_in_its_own_shape() throws Exception {
        assertThat(monitor.raw(
                        "PUT /subscriptions/s/x HTTP/1.1", host(), "Content-Type: text/plain", "Content-Length: 0"))
                .startsWith("HTTP/1.1 415")
                .contains("\"error\":{\"code\":\"UnsupportedMediaType\"");
    }

    @Test
    void a_link_opens_one_session_that_scripts_cannot_read() throws Exception {
        Files.writeString(folder.resolve("code"), "so-secret");

        var first = monitor.raw("GET /login?code=so-secret HTTP/1.1", host());
        var second = monitor.raw("GET /login?code=so-secret HTTP/1.1", host());

        assertThat(first)
                .startsWith("HTTP/1.1 303")
                .containsIgnoringCase("HttpOnly")
                .containsIgnoringCase("SameSite=Strict")
                .doesNotContain(TOKEN);
        assertThat(second).startsWith("HTTP/1.1 403");
        assertThat(monitor.raw("GET /api/migrations HTTP/1.1", host(), "Cookie: pgconvoy-session=invented"))
                .startsWith("HTTP/1.1 401");
    }

    private static String session() throws IOException {
        Files.writeString(folder.resolve("code"), "so-secret");
        var answer = monitor.raw("GET /login?code=so-secret HTTP/1.1", host());
        var begin = answer.indexOf("pgconvoy-session=");
        return answer.substring(begin, answer.indexOf(';', begin)).replace("\"", "");
    }

    @Test
    void a_body_that_is_too_large_is_not_read() throws Exception {
        assertThat(monitor.raw(
                        "POST /api/migrations HTTP/1.1",
                        host(),
                        "Authorization: Bearer " + TOKEN,
                        "Content-Type: application/json",
                        "Content-Length: 100000000"))
                .startsWith("HTTP/1.1 413");
    }

    /// The last one: the address is everybody's here.
    @Test
    @Order(Integer.MAX_VALUE)
    void who_calls_without_end_is_asked_to_wait() throws Exception {
        var statuses = new HashSet<Integer>();
        for (var number = 0; number < 400; number++) {
            statuses.add(monitor.call("POST", "/api/migrations/a/b/cancel", "", TOKEN)
                    .statusCode());
        }

        assertThat(statuses).contains(404, 429);
        assertThat(monitor.get("/q/health/live").statusCode()).isEqualTo(200);
    }
}
