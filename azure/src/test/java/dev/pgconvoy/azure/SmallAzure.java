package dev.pgconvoy.azure;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.fixture.SelfSigned;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// As much of Azure Resource Manager as listing servers and deploying, watching and
/// cancelling migrations takes, over https; also for tests of other modules. What it
/// answers next can be set.
public final class SmallAzure implements AutoCloseable {

    public static final String SUBSCRIPTION = "11111111-2222-3333-4444-555555555555";
    public static final String GROUP = "databases-eu";

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpsServer server;
    private final Path folder;
    private final SelfSigned certificate;
    private final Map<String, String> deployments = new ConcurrentHashMap<>();
    private final Map<String, Queue<String>> migrations = new ConcurrentHashMap<>();
    private final Map<String, Queue<String>> lists = new ConcurrentHashMap<>();
    private final Queue<Answer> faults = new ConcurrentLinkedQueue<>();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    private volatile Optional<Answer> onDeployment = Optional.empty();
    private volatile String deployed = "Succeeded";

    /// @param path in lower case, without the query
    public record Call(String method, String path, String body) {}

    /// @param retryAfter in seconds; none below 0
    public record Answer(int status, String body, int retryAfter) {

        /// Announces more than it sends.
        static final int TRUNCATED = -1;

        public static Answer error(int status, String code) {
            return new Answer(status, """
                    {"error": {"code": "%s", "message": "Because."}}""".formatted(code), -1);
        }

        public static Answer truncated() {
            return new Answer(TRUNCATED, "{\"properties\":", -1);
        }

        public Answer after(int seconds) {
            return new Answer(status, body, seconds);
        }
    }

    public SmallAzure(Path folder) throws IOException {
        this.folder = folder;
        this.certificate = SelfSigned.in(folder);
        Files.writeString(folder.resolve("token"), "not a secret");
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(certificate.forServer()));
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /// What services are to be configured with.
    public Map<String, String> configuration() {
        return Map.of(
                "pgconvoy.azure.resource-manager-endpoint",
                endpoint(),
                "pgconvoy.azure.certificates",
                certificate.pem().toString(),
                "pgconvoy.azure.token",
                "file:" + folder.resolve("token"),
                "pgconvoy.azure.subscription-id",
                SUBSCRIPTION,
                "pgconvoy.azure.resource-group",
                GROUP);
    }

    public AzureSettings settings() {
        return AzureSettings.read(name -> Optional.ofNullable(configuration().get(name)));
    }

    public ArmClients clients() {
        return new ArmClients(AzureConnection.of(settings()));
    }

    /// Answers this first, whatever is asked.
    public void failsWith(Answer... answers) {
        faults.addAll(List.of(answers));
    }

    public void takesDeploymentsBackWith(Answer answer) {
        onDeployment = Optional.of(answer);
    }

    public void letsDeploymentsEndAs(String provisioningState, String error) {
        deployed = provisioningState + (error.isEmpty() ? "" : "\",\"error\":" + error + ",\"x\":\"");
    }

    public void heals() {
        onDeployment = Optional.empty();
        deployed = "Succeeded";
        faults.clear();
    }

    /// @param currentStatus one after the other, the last for ever
    public void holds(String server, String name, String... currentStatus) {
        holdsResources(
                server,
                name,
                Arrays.stream(currentStatus).map(SmallAzure::resource).toArray(String[]::new));
    }

    /// @param bodies whole answers, one after the other, the last for ever
    public void holdsResources(String server, String name, String... bodies) {
        migrations.put(key(server, name), new ArrayDeque<>(List.of(bodies)));
    }

    /// @param path without the query
    /// @param bodies one after the other, the last for ever
    public void answers(String path, String... bodies) {
        lists.put(path.toLowerCase(Locale.ROOT), new ArrayDeque<>(List.of(bodies)));
    }

    /// Where it is asked, for links to further pages.
    public String endpoint() {
        return "https://localhost:" + server.getAddress().getPort();
    }

    private static String resource(String currentStatus) {
        return "{\"properties\": {\"currentStatus\": %s}}".formatted(currentStatus);
    }

    public void loses(String server, String name) {
        migrations.remove(key(server, name));
    }

    private static String key(String server, String name) {
        return (server + "/" + name).toLowerCase(Locale.ROOT);
    }

    public List<Call> calls() {
        return calls;
    }

    public List<Call> calls(String method) {
        return calls.stream().filter(call -> call.method().equals(method)).toList();
    }

    public int mostAtOnce() {
        return mostAtOnce.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        mostAtOnce.accumulateAndGet(running.incrementAndGet(), Math::max);
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            var path = exchange.getRequestURI().getPath().toLowerCase(Locale.ROOT);
            var call = new Call(exchange.getRequestMethod(), path, body);
            calls.add(call);
            var fault = faults.poll();
            send(exchange, fault == null ? answer(call) : fault);
        } finally {
            running.decrementAndGet();
        }
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        var body = answer.body().getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        if (answer.retryAfter() >= 0) {
            exchange.getResponseHeaders().add("Retry-After", Integer.toString(answer.retryAfter()));
        }
        var truncated = answer.status() == Answer.TRUNCATED;
        exchange.sendResponseHeaders(truncated ? 200 : answer.status(), truncated ? body.length + 100 : body.length);
        exchange.getResponseBody().write(body);
    }

    private Answer answer(Call call) {
        var bodies = lists.get(call.path());
        if (bodies != null) {
            return next(bodies);
        }
        var parts = call.path().split("/");
        var name = parts[parts.length - 1];
        if (call.path().contains("/providers/microsoft.resources/deployments/")) {
            return call.method().equals("PUT") ? deploy(name, call.body()) : deployment(name);
        }
        if (!call.path().contains("/flexibleservers/")) {
            return Answer.error(404, "NotFound");
        }
        var key = parts[parts.length - 3] + "/" + name;
        if (call.method().equals("PATCH") && migrations.containsKey(key)) {
            migrations.put(key, new ArrayDeque<>(List.of(resource(status("Canceled", "Completed")))));
        }
        return migration(key);
    }

    private Answer deploy(String name, String body) {
        if (onDeployment.isPresent()) {
            return onDeployment.get();
        }
        deployments.put(name, deployed);
        if (deployed.equals("Succeeded")) {
            var parameters = read(body).at("/properties/parameters");
            migrations.putIfAbsent(
                    key(
                            parameters.at("/targetServerName/value").asText(),
                            parameters.at("/migrationName/value").asText()),
                    new ArrayDeque<>(List.of(resource(status("InProgress", "PerformingPreRequisiteSteps")))));
        }
        return new Answer(201, deploymentJson(name, "Accepted"), -1);
    }

    private static JsonNode read(String body) {
        try {
            return EventJson.MAPPER.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Answer deployment(String name) {
        var state = deployments.get(name);
        return state == null
                ? Answer.error(404, "DeploymentNotFound")
                : new Answer(200, deploymentJson(name, state), -1);
    }

    private static String deploymentJson(String name, String state) {
        return """
                {"name": "%s", "properties": {"provisioningState": "%s"}}""".formatted(name, state);
    }

    private Answer migration(String key) {
        var statuses = migrations.get(key);
        return statuses == null ? Answer.error(404, "ResourceNotFound") : next(statuses);
    }

    private static Answer next(Queue<String> bodies) {
        synchronized (bodies) {
            return new Answer(200, bodies.size() > 1 ? bodies.remove() : bodies.element(), -1);
        }
    }

    public static String status(String state, String substate) {
        return """
                {"state": "%s", "currentSubStateDetails": {"currentSubState": "%s", "dbDetails": {}}}""".formatted(state, substate);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        threads.close();
    }
}
