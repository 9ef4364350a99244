package dev.pgconvoy.monitor.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/// A receiver on loopback that keeps what it gets.
final class RecordingReceiver implements AutoCloseable {

    private final HttpServer server;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private volatile int status = 204;
    private volatile Map<String, String> headers = Map.of();

    record Received(String path, String id, String timestamp, String signature, String contentType, byte[] body) {}

    RecordingReceiver(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::take);
        server.start();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            var sent = exchange.getRequestHeaders();
            received.add(new Received(
                    exchange.getRequestURI().toString(),
                    sent.getFirst("webhook-id"),
                    sent.getFirst("webhook-timestamp"),
                    sent.getFirst("webhook-signature"),
                    sent.getFirst("Content-Type"),
                    exchange.getRequestBody().readAllBytes()));
            headers.forEach(exchange.getResponseHeaders()::add);
            exchange.sendResponseHeaders(status, -1);
        }
    }

    void answer(int with, Map<String, String> more) {
        status = with;
        headers = more;
    }

    List<Received> received() {
        return List.copyOf(received);
    }

    int port() {
        return server.getAddress().getPort();
    }

    static URI url(int port) {
        return URI.create("http://127.0.0.1:%d/hook?team=a".formatted(port));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
