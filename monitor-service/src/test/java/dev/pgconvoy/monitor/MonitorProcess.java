package dev.pgconvoy.monitor;

import dev.pgconvoy.fixture.ClassArchive;
import dev.pgconvoy.fixture.SharedSealKey;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The packaged monitor in a JVM of its own.
public final class MonitorProcess implements AutoCloseable {

    private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");
    private static final ClassArchive CLASSES = ClassArchive.ofPackagedService();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final int port;

    MonitorProcess(String bootstrapServers, int port, Map<String, String> environment) throws IOException {
        this(bootstrapServers, port, environment, List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    }

    /// @param flags of its JVM
    public MonitorProcess(String bootstrapServers, int port, Map<String, String> environment, List<String> flags)
            throws IOException {
        this.port = port;
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(flags);
        command.addAll(CLASSES.flags());
        command.addAll(List.of("-jar", JAR.toString()));
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        Path.of("target", "monitor-process.log").toFile()));
        builder.environment().put("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers);
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        builder.environment().put("PGCONVOY_TOPICS_PARTITIONS", "3");
        builder.environment().put("PGCONVOY_SEAL_KEY_FILE", SharedSealKey.file().toString());
        builder.environment().putAll(environment);
        process = builder.start();
    }

    public boolean isReady() {
        try {
            return process.isAlive() && get("/q/health/ready").statusCode() == 200;
        } catch (IOException _) {
            return false;
        }
    }

    public HttpResponse<String> get(String path) throws IOException {
        return send(request(path), BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path, String authorization) throws IOException {
        return send(request(path).header("Authorization", authorization), BodyHandlers.ofString());
    }

    HttpResponse<String> call(String method, String path, String json) throws IOException {
        var body = HttpRequest.BodyPublishers.ofString(json);
        return send(
                request(path)
                        .version(HttpClient.Version.HTTP_1_1)
                        .header("Content-Type", "application/json")
                        .method(method, body),
                BodyHandlers.ofString());
    }

    HttpResponse<String> call(String method, String path, String json, String token) throws IOException {
        return send(
                request(path)
                        .version(HttpClient.Version.HTTP_1_1)
                        .header("Content-Type", "application/json")
                        .header("Authorization", "Bearer " + token)
                        .method(method, HttpRequest.BodyPublishers.ofString(json)),
                BodyHandlers.ofString());
    }

    /// As it stands, also with headers that clients set themselves. The answer's head and body.
    String raw(String... lines) throws IOException {
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write((String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    HttpResponse<InputStream> stream(String path) throws IOException {
        return send(request(path), BodyHandlers.ofInputStream());
    }

    HttpResponse<String> post(String path, String json) throws IOException {
        var request = request(path).header("Content-Type", "application/json");
        return send(request.POST(HttpRequest.BodyPublishers.ofString(json)), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    private <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) throws IOException {
        try {
            return http.send(request.build(), body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /// Waits until it ends by itself.
    int end() throws InterruptedException {
        return process.waitFor();
    }

    /// SIGKILL.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /// SIGTERM.
    int terminate() throws InterruptedException {
        process.destroy();
        return process.waitFor();
    }

    @Override
    public void close() {
        CLASSES.end(process);
        http.close();
    }
}
