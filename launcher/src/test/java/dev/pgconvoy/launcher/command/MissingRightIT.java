package dev.pgconvoy.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pgconvoy.access.AccessMatrix;
import dev.pgconvoy.access.Grant;
import dev.pgconvoy.fixture.EmbeddedBroker;
import dev.pgconvoy.kafka.TopicSettings;
import dev.pgconvoy.kafka.Topics;
import dev.pgconvoy.launcher.command.session.CommandSession;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What docs/security/acls.md says of a requester's rights, row by row and operation by operation.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MissingRightIT {

    private static final String MIGRATION = "flex-eu-1/move-the-shop";
    private static final String FLEET = "weekend";

    /// By the operation and the topic: a command that needs it.
    private static final Map<String, String> NEEDED_BY = Map.ofEntries(
            Map.entry(
                    "WRITE migration.requested",
                    "migrate --name one --source postgres://u@127.0.0.1:1/d --target postgres://u@127.0.0.1:2/d --source-password env:A --target-password env:B"),
            Map.entry("WRITE migration.cancel-requested", "cancel " + MIGRATION),
            Map.entry("WRITE fleet.plans", "fleet apply FILE"),
            Map.entry("WRITE fleet.actions", "fleet pause"),
            Map.entry("WRITE migration.pauses", "resume " + MIGRATION),
            Map.entry("WRITE copy.limits", "limit old.example.org --bytes-per-second 20MB"),
            Map.entry("READ copy.limits", "limit"),
            Map.entry("READ migration.state", "report"),
            Map.entry("READ migration.substate-changed", "watch"),
            Map.entry("READ migration.completed", "watch"),
            Map.entry("READ migration.cancelled", "watch"),
            Map.entry("READ fleet.state", "fleet status"),
            Map.entry("READ fleet.changed", "fleet pause"),
            Map.entry("READ migration.requested.dlq", "watch " + MIGRATION),
            Map.entry("READ migration.cancel-requested.dlq", "events --topic migration.cancel-requested.dlq"),
            Map.entry("READ migration.pauses.dlq", "events --topic migration.pauses.dlq"),
            Map.entry("READ fleet.plans.dlq", "fleet apply FILE"),
            Map.entry("READ fleet.actions.dlq", "fleet pause"));

    @TempDir
    static Path folder;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private EmbeddedBroker broker;
    private Admin admin;

    @BeforeAll
    void start() throws Exception {
        broker = EmbeddedBroker.thatObeysAcls();
        admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
        Topics.create(admin, TopicSettings.DEFAULTS);
        put("migration.state", MIGRATION, golden("migration.state"));
        put("fleet.state", FLEET, golden("fleet.state"));
        put("copy.limits", "source:old.example.org", golden("copy.limits"));
        put("migration.cancel-requested.dlq", MIGRATION, "{}"); // of an empty topic a reader asks for nothing
        put("migration.pauses.dlq", MIGRATION, "{}");
        Files.writeString(folder.resolve("fleet.yaml"), """
                apiVersion: pgconvoy.dev/v1
                kind: Fleet
                metadata: {name: weekend}
                spec:
                  servers:
                    - name: shop
                      source: {host: old.example.org, user: mover, password: "env:A"}
                      target: {host: new.example.org, user: mover, password: "env:B"}
                """);
    }

    private static String golden(String name) throws IOException {
        try (var file = MissingRightIT.class.getResourceAsStream("/golden/%s.json".formatted(name))) {
            return new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void put(String topic, String key, String json) throws Exception {
        var headers = List.<Header>of(new RecordHeader(
                "ce_type", "dev.pgconvoy.%s.v1".formatted(topic).getBytes(StandardCharsets.UTF_8)));
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, null, key, json, headers)).get();
        }
    }

    @AfterAll
    void stop() throws Exception {
        admin.close();
        broker.close();
    }

    static Stream<Arguments> rights() {
        return AccessMatrix.principals().stream()
                .filter(principal -> principal.name().equals("pgconvoy-requester"))
                .flatMap(principal -> principal.grants().stream())
                .flatMap(grant -> grant.operations().stream()
                        .sorted()
                        .map(operation ->
                                Arguments.of(operation.name(), grant.resource().name(), command(grant))));
    }

    /// Who may read or write a topic must also know of it: the same command needs both.
    private static String command(Grant grant) {
        return grant.operations().stream()
                .map(operation -> NEEDED_BY.get(
                        "%s %s".formatted(operation, grant.resource().name())))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no command needs " + grant));
    }

    @ParameterizedTest(name = "{0} on {1}: {2}")
    @MethodSource("rights")
    void is_code_1_and_named_with_its_topic(AclOperation operation, String topic, String command) throws Exception {
        err.reset();
        var denial = new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
                new AccessControlEntry("User:*", "*", operation, AclPermissionType.DENY));
        admin.createAcls(List.of(denial)).all().get();
        await().until(() -> !isAllowed(operation, topic)); // the broker hears of it from its controller

        var arguments = command.replace("FILE", folder.resolve("fleet.yaml").toString());
        var code = run(Stream.concat(
                        Stream.of(arguments.split(" ")), Stream.of("--bootstrap-servers", broker.bootstrapServers()))
                .toArray(String[]::new));

        admin.deleteAcls(List.of(denial.toFilter())).all().get();
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("do not allow", topic, "docs/security/acls.md")
                .hasLineCount(1);
        assertThat(code).isEqualTo(1);
    }

    private boolean isAllowed(AclOperation operation, String topic) throws Exception {
        try {
            return admin.describeTopics(List.of(topic), new DescribeTopicsOptions().includeAuthorizedOperations(true))
                    .allTopicNames()
                    .get()
                    .get(topic)
                    .authorizedOperations()
                    .contains(operation);
        } catch (ExecutionException _) {
            return false; // nobody may even describe it
        }
    }

    private int run(String... arguments) {
        var session = new CommandSession(
                Map.<String, String>of()::get,
                InstantSource.system(),
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false);
        return CommandTree.of(session).execute(arguments);
    }
}
