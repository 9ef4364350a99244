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

    private static final Duration LONGEST_START = Duration.ofMinutes(5);
    private static final Duration ASK = Duration.ofSeconds(2);
    private static final int OK = 200;

    private final String name;
    private final Path root;
    private final Stack stack;
    private final Path log;
    private final URI readiness;
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
        this.readiness = URI.create("http://127.0.0.1:%d/q/health/ready".formatted(port));
        this.start = CompletableFuture.runAsync(
                () -> stack.start(service.onPort(port).within(LONGEST_START)));
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
        return ask().map(answer -> answer.statusCode() == OK).orElse(false);
    }

    /// Whether it says so itself, or has ended.
    public boolean isNotReady() throws InterruptedException {
        return start.isCompletedExceptionally()
                || ask().map(answer -> answer.statusCode() != OK).orElse(false);
    }

    /// What it says of its readiness; empty while it does not answer.
    public String readiness() throws InterruptedException {
        return ask().map(HttpResponse::body).orElse("");
    }

    private Optional<HttpResponse<String>> ask() throws InterruptedException {
        try {
            var request = HttpRequest.newBuilder(readiness).timeout(ASK).build();
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
