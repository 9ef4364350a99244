package dev.pgconvoy.it.environment;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.pgconvoy.launcher.stack.settings.ServiceSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.GZIPInputStream;

/// Takes the traces that services send (OTLP over HTTP), and adds their bytes to a file.
final class TraceReceiver implements AutoCloseable {

    private final HttpServer server;
    private final Path file;

    private TraceReceiver(HttpServer server, Path file) {
        this.server = server;
        this.file = file;
    }

    static TraceReceiver start(Path file) {
        try {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            var receiver = new TraceReceiver(HttpServer.create(address, 0), file);
            receiver.server.createContext("/", receiver::take);
            receiver.server.start();
            return receiver;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody();
            var isPacked = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
            Files.write(
                    file,
                    (isPacked ? new GZIPInputStream(body) : body).readAllBytes(),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            exchange.sendResponseHeaders(200, -1);
        }
    }

    /// The service, which sends its traces here.
    ServiceSettings watch(ServiceSettings service) {
        return service.with("quarkus.otel.sdk.disabled", "false")
                .with(
                        "quarkus.otel.exporter.otlp.endpoint",
                        "http://127.0.0.1:" + server.getAddress().getPort())
                .with("quarkus.otel.exporter.otlp.protocol", "http/protobuf");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
