package dev.pgconvoy.monitor.arm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.event.MigrationEvent;
import dev.pgconvoy.fixture.SharedSealKey;
import dev.pgconvoy.lifecycle.Lifecycle;
import dev.pgconvoy.lifecycle.Migration;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.monitor.MigrationSamples;
import dev.pgconvoy.monitor.api.NotPublishedException;
import dev.pgconvoy.monitor.api.PasswordSealer;
import dev.pgconvoy.monitor.api.RequestBinder;
import dev.pgconvoy.monitor.arm.deployments.Deployment;
import dev.pgconvoy.monitor.arm.deployments.DeploymentId;
import dev.pgconvoy.monitor.arm.deployments.DeploymentLog;
import dev.pgconvoy.monitor.arm.deployments.DeploymentOperations;
import dev.pgconvoy.monitor.arm.deployments.DeploymentReader;
import dev.pgconvoy.monitor.arm.deployments.Deployments;
import dev.pgconvoy.monitor.arm.migrations.MigrationOperations;
import dev.pgconvoy.monitor.arm.migrations.MigrationRequestReader;
import dev.pgconvoy.monitor.arm.protocol.ArmAnswer;
import dev.pgconvoy.monitor.arm.protocol.ArmCall;
import dev.pgconvoy.monitor.arm.protocol.ArmConfig;
import dev.pgconvoy.monitor.arm.protocol.ServerInventory;
import dev.pgconvoy.monitor.arm.protocol.TargetServer;
import dev.pgconvoy.monitor.view.KnownMigrations;
import dev.pgconvoy.monitor.view.StatePosition;
import dev.pgconvoy.secret.SealKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/// Azure's interface with everything behind it in memory: what is published is folded at once, unless the fold rests.
final class ArmEndpointInMemory {

    static final String PASSWORD = "hunter2-hunter2";
    static final String VERSION = "?api-version=2025-08-01";
    static final String GROUP = "/subscriptions/5ub/resourceGroups/rg";
    static final String SERVER = GROUP + "/providers/Microsoft.DBforPostgreSQL/flexibleServers/orders-flex";
    static final String MIGRATION = SERVER + "/migrations/move-1";

    private static final ArmConfig CONFIG = new ArmConfig() {
        @Override
        public Map<String, Target> servers() {
            return Map.of();
        }

        @Override
        public String location() {
            return "northeurope";
        }

        @Override
        public Duration visibleWithin() {
            return Duration.ofMillis(50);
        }

        @Override
        public Duration elsewhereWithin() {
            return Duration.ofMillis(1);
        }
    };

    static final String ACTOR = "pipeline-7";

    final List<MigrationEvent> published = new ArrayList<>();
    final List<String> actors = new ArrayList<>();
    final List<String> kept = new ArrayList<>();
    final KnownMigrations migrations = new KnownMigrations();
    final Deployments deployments = new Deployments(SharedSealKey.reader());
    boolean kafkaIsDown;
    boolean foldRests;
    boolean deploymentsAreLost;
    boolean viewIsBehind;

    private final Map<MigrationId, Migration> folded = new HashMap<>();
    private final ArmErrorBoundary calls;

    ArmEndpointInMemory(Path folder) {
        this(folder, new ServerInventory(List.of(server()), CONFIG.location()));
    }

    ArmEndpointInMemory(Path folder, ServerInventory inventory) {
        this(Optional.of(key(folder)), inventory);
    }

    static ArmEndpointInMemory withoutKey() {
        return new ArmEndpointInMemory(Optional.empty(), new ServerInventory(List.of(server()), CONFIG.location()));
    }

    private static Path key(Path folder) {
        var key = folder.resolve("seal.key");
        if (!key.toFile().exists()) {
            SealKey.create(key);
        }
        return key;
    }

    private ArmEndpointInMemory(Optional<Path> key, ServerInventory inventory) {
        var wanted = new MigrationRequestReader(
                new RequestBinder(new PasswordSealer(key), () -> MigrationSamples.T0), () -> MigrationSamples.T0);
        var ofMigrations = new MigrationOperations(
                migrations,
                (event, actor, _) -> publish((MigrationEvent) event, actor),
                wanted,
                CONFIG,
                () -> MigrationSamples.T0);
        var ofDeployments = new DeploymentOperations(
                deployments,
                new MemoryLog(),
                new DeploymentReader(inventory, wanted, () -> MigrationSamples.T0),
                migrations,
                (event, actor, _) -> publish((MigrationEvent) event, actor),
                inventory,
                CONFIG);
        var servers = new ServerOperations(inventory, deployments, migrations);
        calls = new ArmErrorBoundary(
                inventory, new Router(inventory, servers, ofMigrations, ofDeployments), () -> !viewIsBehind);
    }

    private static TargetServer server() {
        return new TargetServer("orders-flex", "target.example", 6432, "admin", SslMode.VERIFY_FULL, "eastus");
    }

    private String publish(MigrationEvent event, String actor) {
        if (kafkaIsDown) {
            throw new NotPublishedException(new IOException("no broker"));
        }
        published.add(event);
        actors.add(actor);
        if (!foldRests) {
            fold(event);
        }
        return "event-" + published.size();
    }

    void fold(MigrationEvent event) {
        var decision = Lifecycle.fold(folded.get(event.id()), event, MigrationSamples.T0.plusSeconds(published.size()));
        var next = Objects.requireNonNull(decision.next());
        folded.put(event.id(), next);
        migrations.record(next.status().withoutPasswords(), new StatePosition(0, 0));
    }

    MigrationRequest requested() {
        return published.stream()
                .filter(MigrationEvent.MigrationRequested.class::isInstance)
                .map(MigrationEvent.MigrationRequested.class::cast)
                .reduce((_, last) -> last)
                .orElseThrow()
                .request();
    }

    ArmAnswer call(String method, String path) {
        return call(method, path, "");
    }

    /// No answer may hold a password.
    ArmAnswer call(String method, String pathAndQuery, String body) {
        var parts = pathAndQuery.split("\\?", 2);
        var query = new HashMap<String, String>();
        if (parts.length == 2) {
            Arrays.stream(parts[1].split("&"))
                    .map(parameter -> parameter.split("=", 2))
                    .forEach(parameter -> query.put(parameter[0], parameter[1]));
        }
        var path = Arrays.stream(parts[0].split("/"))
                .filter(segment -> !segment.isEmpty())
                .toList();
        var answer = calls.answer(new ArmCall(
                method, path, query, body.getBytes(StandardCharsets.UTF_8), Optional.empty(), ACTOR, "https://here/"));
        assertThat(answer.toString()).doesNotContain(PASSWORD, "sealed:");
        return answer;
    }

    static JsonNode body(ArmAnswer answer) {
        return answer.body().orElse(MissingNode.getInstance());
    }

    static String code(ArmAnswer answer) {
        return body(answer).at("/error/code").asText();
    }

    static String text(ArmAnswer answer, String pointer) {
        return body(answer).at(pointer).asText();
    }

    static String migration() {
        return """
                {"location": "eastus", "properties": {
                  "sourceDbServerResourceId": "source.example:5433@mover", "sourceType": "OnPremises",
                  "migrationMode": "offline", "migrationOption": "validateandmigrate", "sslMode": "REQUIRE",
                  "secretParameters": {"adminCredentials": {
                    "sourceServerPassword": "%s", "targetServerPassword": "env:PGCONVOY_TARGET_PASSWORD"},
                    "targetServerUsername": "admin"},
                  "dbsToMigrate": ["orders", "invoices"], "overwriteDbsInTarget": "true"}}
                """.formatted(PASSWORD);
    }

    /// What a compacted topic would hold.
    private final class MemoryLog implements DeploymentLog {

        @Override
        public void keep(Deployment deployment) {
            write(deployment.id(), EventJson.write(deployment));
        }

        @Override
        public void forget(DeploymentId id) {
            write(id, null);
        }

        private void write(DeploymentId id, byte[] value) {
            if (deploymentsAreLost) {
                throw new NotPublishedException(new IOException("no broker"));
            }
            kept.add(value == null ? "" : new String(value, StandardCharsets.UTF_8));
            var said = SharedSealKey.mac().signed(new ProducerRecord<>("arm.deployments", id.key(), value));
            var heard = new ConsumerRecord<>(said.topic(), 0, 0, id.key(), value);
            said.headers().forEach(heard.headers()::add);
            deployments.take(heard);
        }
    }

    static JsonNode json(String text) {
        try {
            return EventJson.MAPPER.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Instant now() {
        return MigrationSamples.T0;
    }
}
