package dev.pgconvoy.preflight.infrastructure;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.pgconvoy.fixture.SelfSigned;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/// Answers as Azure Resource Manager does, over https, what it was told to; everything else does not exist.
final class ResourceManager implements AutoCloseable {

    private final HttpsServer server;
    private final Map<String, Queue<Answer>> answers = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    private record Answer(int status, Map<String, String> headers, String body) {}

    ResourceManager(SelfSigned certificate) throws IOException {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(certificate.forServer()));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    String address() {
        return "https://localhost:" + server.getAddress().getPort();
    }

    /// The last of several answers is repeated. `'` stands for `"`.
    void answers(String path, int status, String body) {
        answers(path, status, Map.of(), body);
    }

    void answers(String path, int status, Map<String, String> headers, String body) {
        answers.computeIfAbsent(path.toLowerCase(Locale.ROOT), _ -> new ArrayDeque<>())
                .add(new Answer(status, headers, body.replace('\'', '"')));
    }

    void refuses(String path, int status, String code, String message) {
        answers(path, status, "{'error': {'code': '%s', 'message': '%s'}}".formatted(code, message));
    }

    /// With the query, in order.
    List<String> asked() {
        return asked;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var uri = exchange.getRequestURI();
            asked.add(uri.toString());
            var answer = next(uri.getPath().toLowerCase(Locale.ROOT));
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            answer.headers().forEach(exchange.getResponseHeaders()::add);
            var body = answer.body().getBytes(UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Answer next(String path) {
        var queue = answers.getOrDefault(path, new ArrayDeque<>());
        synchronized (queue) {
            if (queue.isEmpty()) {
                return new Answer(404, Map.of(), """
                        {"error": {"code": "ResourceNotFound", "message": "The Resource was not found."}}""");
            }
            return queue.size() > 1 ? queue.remove() : queue.element();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
