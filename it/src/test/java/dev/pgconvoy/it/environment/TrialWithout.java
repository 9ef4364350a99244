package dev.pgconvoy.it.environment;

import dev.pgconvoy.access.Grant;
import dev.pgconvoy.access.Principal;
import dev.pgconvoy.launcher.stack.Distribution;
import dev.pgconvoy.launcher.stack.Stack;
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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclBinding;

/// A service that lacks a right on the brokers.
public final class TrialWithout implements AutoCloseable {

    private static final Path FOLDER = Fork.folder("refused");
    private static final Duration LONGEST_START = Duration.ofMinutes(2);
    private static final Duration ASK = Duration.ofSeconds(2);
    private static final int OK = 200;

    private final Admin admin;
    private final List<AclBinding> rules;
    private final StackFolder folder;
    private final Stack stack;
    private final Path log;
    private final URI readiness;
    private final CompletableFuture<Void> start;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(ASK).build();

    private TrialWithout(Admin admin, List<AclBinding> rules, ServiceSettings service) {
        this.admin = admin;
        this.rules = rules;
        this.folder = StackFolder.open(FOLDER);
        Leavings.remove(FOLDER);
        this.stack = Stack.in(folder, Distribution.current());
        this.log = folder.logs().resolve(service.name() + ".log");
        var port = freePort();
        this.readiness = URI.create("http://127.0.0.1:%d/q/health/ready".formatted(port));
        this.start = CompletableFuture.runAsync(
                () -> stack.start(service.onPort(port).within(LONGEST_START)));
    }

    static TrialWithout start(Admin admin, List<AclBinding> rules, ServiceSettings service)
            throws ExecutionException, InterruptedException {
        admin.deleteAcls(rules.stream().map(AclBinding::toFilter).toList())
                .all()
                .get();
        return new TrialWithout(admin, rules, service);
    }

    /// Those that no other grant of the principal has, too.
    static List<AclBinding> rulesOfOnly(Principal principal, Grant grant) {
        var others = new Principal(
                principal.name(),
                principal.purpose(),
                principal.grants().stream().filter(each -> each != grant).toList());
        var rules = new ArrayList<>(principal.bindings());
        rules.removeAll(others.bindings());
        return rules;
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

    /// Whether it says so itself, or has ended.
    public boolean isNotReady() throws InterruptedException {
        if (start.isCompletedExceptionally()) {
            return true;
        }
        try {
            var request = HttpRequest.newBuilder(readiness).timeout(ASK).build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() != OK;
        } catch (IOException _) {
            return false;
        }
    }

    @Override
    public void close() {
        stack.close();
        folder.close();
        client.close();
        Leavings.remove(FOLDER);
        try (admin) {
            admin.createAcls(rules).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
