package dev.pgconvoy.azure;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.pgconvoy.fixture.SelfSigned;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// Speaks as much of Key Vault's protocol as reading a secret takes: a challenge first, then the secret; also for tests
/// of other modules.
public final class FakeVault implements AutoCloseable {

    private final HttpsServer server;
    private final String token;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    private record Answer(int status, String body) {}

    public FakeVault(SelfSigned certificate, String token) throws IOException {
        this.token = token;
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(certificate.forServer()));
        server.createContext("/", this::answer);
        server.start();
    }

    /// @param path `/secrets/<name>`, with or without a version
    public void holds(String path, String value) {
        answers(path, 200, """
                {"value": "%s", "id": "https://vault.example%s/7", "attributes": {"enabled": true}}""".formatted(value, path));
    }

    public void answers(String path, int status, String body) {
        answers.put(path, new Answer(status, body));
    }

    /// The requests with a token, in order.
    public List<String> asked() {
        return asked;
    }

    public String host() {
        return "localhost:" + server.getAddress().getPort();
    }

    public String reference(String path) {
        return "keyvault:https://" + host() + path;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var uri = exchange.getRequestURI();
            if (!("Bearer " + token).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.getResponseHeaders()
                        .add(
                                "WWW-Authenticate",
                                "Bearer authorization=\"https://login.example/tenant\", resource=\"https://vault.example\"");
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            asked.add(uri.toString());
            var answer = answers.getOrDefault(uri.getPath().replaceAll("/$", ""), new Answer(404, """
                    {"error": {"code": "SecretNotFound", "message": "A secret was not found"}}"""));
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.getResponseHeaders().add("retry-after-ms", "1");
            var body = answer.body().getBytes(UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
