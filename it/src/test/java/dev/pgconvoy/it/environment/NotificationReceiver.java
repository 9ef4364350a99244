package dev.pgconvoy.it.environment;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// Takes the notifications of a monitor, and remembers them.
public final class NotificationReceiver implements AutoCloseable {

    private static final String NAME = "portal";
    private static final int KEY_BYTES = 32;

    private final HttpServer server;
    private final Path key;
    private final List<String> heard = new CopyOnWriteArrayList<>();

    private NotificationReceiver(HttpServer server, Path key) {
        this.server = server;
        this.key = key;
    }

    /// @param keys the folder for the key by which notifications are signed
    public static NotificationReceiver start(Path keys) {
        try {
            var bytes = new byte[KEY_BYTES];
            new SecureRandom().nextBytes(bytes);
            var key = Files.writeString(
                    keys.resolve(NAME + "-webhook"),
                    "whsec_" + Base64.getEncoder().encodeToString(bytes));
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            var receiver = new NotificationReceiver(HttpServer.create(address, 0), key);
            receiver.server.createContext("/", receiver::hear);
            receiver.server.start();
            return receiver;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void hear(HttpExchange exchange) throws IOException {
        try (exchange) {
            heard.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
        }
    }

    /// Of the monitor.
    public Map<String, String> settings() {
        var receiver = "pgconvoy.webhooks.endpoints.%s.".formatted(NAME);
        return Map.of(
                receiver + "url",
                "http://127.0.0.1:%d/".formatted(server.getAddress().getPort()),
                receiver + "secret",
                "file:" + key,
                "pgconvoy.webhooks.allow-private",
                "true");
    }

    /// By which the monitor remembers what it has told.
    public String group() {
        return "pgconvoy-webhook-" + NAME;
    }

    public boolean hasHeardOf(String migration) {
        return heard.stream().anyMatch(body -> body.contains('"' + migration + '"'));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
