package dev.pgconvoy.it.environment;

import dev.pgconvoy.launcher.stack.Stack;
import dev.pgconvoy.launcher.stack.StackDistribution;
import dev.pgconvoy.launcher.stack.folder.StackFolder;
import dev.pgconvoy.launcher.stack.settings.ServiceSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// A service that is started without waiting until it is ready, because it may never be.
public final class ServiceTrial implements AutoCloseable {

    /// Longer than any test: a service that does not get ready is not to be ended for it.
    private static final Duration LONGEST_START = Duration.ofHours(3);
    private static final Duration ASK = Duration.ofSeconds(2);
    private static final int OK = 200;

    private final String name;
    private final Path root;
    private final Stack stack;
    private final Path log;
    private final URI address;
    private final CompletableFuture<Void> start;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(ASK).build();

    private ServiceTrial(ServiceSettings service) {
        this.name = service.name();
        this.root = TestFork.folder("trial-" + name);
        var folder = StackFolder.open(root);
        this.stack = Stack.in(folder, StackDistribution.current());
        this.log = folder.logs().resolve(name + ".log");
        var port = freePort();
        this.address = URI.create("http://127.0.0.1:" + port);
        // Not on the common pool: the ends of processes are noticed there.
        this.start = CompletableFuture.runAsync(
                () -> stack.start(service.onPort(port).within(LONGEST_START)),
                task -> Thread.ofVirtual().start(task));
    }

    static ServiceTrial start(ServiceSettings service) {
        return new ServiceTrial(service);
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public String log() throws IOException {
        try {
            return Files.readString(log);
        } catch (NoSuchFileException _) {
            return "";
        }
    }

    public boolean isReady() throws InterruptedException {
        return askForReadiness().map(answer -> answer.statusCode() == OK).orElse(false);
    }

    /// Whether it ended before it was ready.
    public boolean hasEnded() {
        return start.isCompletedExceptionally();
    }

    /// Whether it says so itself, or has ended.
    public boolean isNotReady() throws InterruptedException {
        return hasEnded()
                || askForReadiness().map(answer -> answer.statusCode() != OK).orElse(false);
    }

    /// What it says of its readiness; empty while it does not answer.
    public String readiness() throws InterruptedException {
        return askForReadiness().map(HttpResponse::body).orElse("");
    }

    /// Empty while it does not answer.
    public String metrics() throws InterruptedException {
        return ask("/q/metrics").map(HttpResponse::body).orElse("");
    }

    private Optional<HttpResponse<String>> askForReadiness() throws InterruptedException {
        return ask("/q/health/ready");
    }

    private Optional<HttpResponse<String>> ask(String path) throws InterruptedException {
        try {
            var request =
                    HttpRequest.newBuilder(address.resolve(path)).timeout(ASK).build();
            return Optional.of(client.send(request, HttpResponse.BodyHandlers.ofString()));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        stack.close();
        client.close();
        RunLeavings.remove(root);
    }

    @Override
    public String toString() {
        return name;
    }
}
