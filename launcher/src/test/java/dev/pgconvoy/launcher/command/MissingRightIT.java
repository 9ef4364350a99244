package dev.pgconvoy.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pgconvoy.fixture.EmbeddedBroker;
import dev.pgconvoy.kafka.TopicSettings;
import dev.pgconvoy.kafka.Topics;
import dev.pgconvoy.launcher.command.session.CommandSession;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
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
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MissingRightIT {

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private EmbeddedBroker broker;
    private Admin admin;

    @BeforeAll
    void start() throws Exception {
        broker = EmbeddedBroker.thatObeysAcls();
        admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
        Topics.create(admin, TopicSettings.DEFAULTS);
        putSomethingOn("migration.state");
    }

    /// Of an empty topic a reader asks for nothing.
    private void putSomethingOn(String topic) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, "orders/none", "{}")).get();
        }
    }

    @AfterAll
    void stop() throws Exception {
        admin.close();
        broker.close();
    }

    @ParameterizedTest
    @CsvSource({
        "watch orders/one, migration.state, READ",
        "watch orders/one, migration.state, DESCRIBE",
        "events orders/one, migration.requested.dlq, READ",
        "migrate --name one --source postgres://u@127.0.0.1:1/d --target postgres://u@127.0.0.1:2/d --source-password env:A --target-password env:B, migration.requested, WRITE",
    })
    void is_code_1_and_named_with_its_topic(String command, String topic, AclOperation operation) throws Exception {
        err.reset();
        var denial = new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
                new AccessControlEntry("User:*", "*", operation, AclPermissionType.DENY));
        admin.createAcls(List.of(denial)).all().get();
        await().until(() -> !isAllowed(operation, topic)); // the broker hears of it from its controller

        var code = run(Stream.concat(
                        Stream.of(command.split(" ")), Stream.of("--bootstrap-servers", broker.bootstrapServers()))
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
