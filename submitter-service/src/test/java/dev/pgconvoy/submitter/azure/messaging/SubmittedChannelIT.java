package dev.pgconvoy.submitter.azure.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pgconvoy.azure.SmallAzure;
import dev.pgconvoy.azure.SmallAzure.Answer;
import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.EventType;
import dev.pgconvoy.event.MalformedEventException;
import dev.pgconvoy.event.MigrationEvent.MigrationObserved;
import dev.pgconvoy.event.MigrationEvent.MigrationSubmitted;
import dev.pgconvoy.event.MigrationEvent.StateRecorded;
import dev.pgconvoy.fixture.EmbeddedBroker;
import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.fixture.SharedSealKey;
import dev.pgconvoy.kafka.EventProducer;
import dev.pgconvoy.kafka.TopicSettings;
import dev.pgconvoy.kafka.Topics;
import dev.pgconvoy.lifecycle.Lifecycle;
import dev.pgconvoy.migration.ExecutorKind;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.secret.SecretRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/// The packaged service as processes, a real broker, Azure's own SDK, an endpoint of ours. Every test has a group and
/// names of its own.
class SubmittedChannelIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final String REFUSED = "GroupAuthorizationException";

    private static EmbeddedBroker broker;

    @TempDir
    Path folder;

    private final List<SubmitterProcess> running = new ArrayList<>();
    private final InstantSource clock = InstantSource.system();
    private SmallAzure azure;
    private EventProducer producer;
    private String test;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = EmbeddedBroker.thatObeysAcls();
        try (var admin = Admin.create(connection())) {
            Topics.create(admin, TopicSettings.DEFAULTS);
        }
    }

    @AfterAll
    static void stopBroker() throws IOException {
        broker.close();
    }

    @BeforeEach
    void begin(TestInfo info) throws Exception {
        forgetOtherTests();
        test = info.getTestMethod().orElseThrow().getName().substring(0, 20);
        azure = new SmallAzure(folder);
        Files.writeString(folder.resolve("password"), "a-long-enough-password");
        producer = EventProducer.connect(connection(), new EventCodec("/test", clock::instant, SharedSealKey.mac()));
    }

    @AfterEach
    void end() {
        running.forEach(SubmitterProcess::close);
        producer.close();
        azure.close();
    }

    @Test
    void one_that_must_wait_holds_up_no_other() {
        // given
        submit("first");
        submit("second");
        azure.failsWith(Answer.error(503, "ServiceUnavailable").after(600));

        // when
        start();

        // then
        await().atMost(PATIENCE).until(() -> azure.calls("PUT").size() == 1);
        assertThat(committed()).isLessThan(endOffset());
    }

    @Test
    void a_submitter_killed_before_it_commits_leaves_one_deployment() throws Exception {
        // given
        azure.letsDeploymentsEndAs("Running", "");
        submit("only");
        var first = start();
        await().atMost(PATIENCE).until(() -> azure.calls("PUT").size() == 1);
        var before = azure.calls().size();
        await().atMost(PATIENCE).until(() -> azure.calls().size() > before + 2);
        first.kill();
        assertThat(committed()).isLessThan(endOffset());

        // when
        azure.holds(id("only").targetServer(), "only", SmallAzure.status("InProgress", ""));
        start();

        // then
        await().atMost(PATIENCE).until(() -> committed() == endOffset());
        assertThat(azure.calls("PUT")).hasSize(1);
    }

    @Test
    void two_submitters_make_one_deployment() {
        // given
        start();
        start();

        // when
        submit("only");
        submit("only");

        // then
        await().atMost(PATIENCE).until(() -> committed() == endOffset());
        assertThat(azure.calls("PUT").stream().map(SmallAzure.Call::path).distinct())
                .hasSize(1);
    }

    @Test
    void what_cannot_be_made_is_said_with_the_remedy() {
        // given
        azure.takesDeploymentsBackWith(Answer.error(403, "AuthorizationFailed"));
        start();

        // when
        submit("denied");

        // then
        await().atMost(PATIENCE).until(() -> observed("denied").size() == 1);
        assertThat(observed("denied").getFirst()).isInstanceOfSatisfying(Observation.Failed.class, failed -> {
            assertThat(failed.epoch()).isZero();
            assertThat(failed.failure().remedy()).contains("role assignment");
            assertThat(failed.toString()).doesNotContain("a-long-enough-password");
        });
        await().atMost(PATIENCE).until(() -> committed() == endOffset());
    }

    @Test
    void nothing_is_made_for_what_the_monitor_says_is_over() {
        // given
        var request = request("over");
        var failed = Lifecycle.fold(
                Lifecycle.fold(
                                null,
                                new MigrationSubmitted(
                                        request, ExecutorKind.AZURE, 1, dev.pgconvoy.fixture.Facts.accepted(request)),
                                Fixtures.NOON)
                        .next(),
                new MigrationObserved(
                        request.id(),
                        java.util.Optional.empty(),
                        new Observation.Failed(0, Fixtures.aFailure(), Optional.empty(), java.util.List.of())),
                Fixtures.NOON);
        producer.send(new StateRecorded(Objects.requireNonNull(failed.next()).status()), Optional.empty())
                .join();
        submit("over");

        // when
        start();

        // then
        await().atMost(PATIENCE).until(() -> committed() == endOffset());
        assertThat(azure.calls()).isEmpty();
    }

    @Test
    void a_submitter_that_ends_leaves_what_is_under_way() throws Exception {
        // given
        azure.letsDeploymentsEndAs("Running", "");
        submit("only");
        var ending = start();
        await().atMost(PATIENCE).until(() -> azure.calls("PUT").size() == 1);

        // when
        var hasEnded = ending.terminate(Duration.ofSeconds(40));

        // then
        assertThat(hasEnded).isTrue();
        assertThat(committed()).isLessThan(endOffset());
        assertThat(ending.log()).noneMatch(line -> line.contains("could not be taken") || line.contains("not brought"));
    }

    @Test
    void what_a_fault_broke_off_is_begun_again_and_holds_up_no_other() throws Exception {
        // given
        var mayNotPublish = denied(AclOperation.WRITE, ResourceType.TOPIC, EventType.MIGRATION_OBSERVED.topic());
        azure.takesDeploymentsBackWith(Answer.error(403, "AuthorizationFailed"));
        var submitter = start();
        submit("broken");
        await().atMost(PATIENCE).until(() -> azure.calls("PUT").size() > 1);
        azure.heals();
        submit("whole");
        await().atMost(PATIENCE)
                .until(() ->
                        azure.calls("PUT").stream().anyMatch(call -> call.path().contains("whole")));
        assertThat(committed()).isLessThan(endOffset());
        assertThat(submitter.isLive()).isTrue();

        // when
        allow(mayNotPublish);

        // then
        await().atMost(PATIENCE).until(() -> committed() == endOffset());
        await().atMost(PATIENCE).until(submitter::isReady);
    }

    @Test
    void a_submitter_that_may_not_read_as_its_group_is_not_ready_and_says_so() throws Exception {
        // given
        var mayNotRead = denied(AclOperation.READ, ResourceType.GROUP, test);
        submit("only");

        // when
        var submitter = start();

        // then
        await().atMost(PATIENCE).until(() -> submitter.log().stream().anyMatch(line -> line.contains(REFUSED)));
        assertThat(submitter.isReady()).isFalse();
        allow(mayNotRead);
        await().atMost(PATIENCE).until(submitter::isReady);
        await().atMost(PATIENCE).until(() -> committed() == endOffset());
    }

    @Test
    void nothing_is_read_where_azure_is_not_switched_on() throws Exception {
        // given
        submit("only");

        // when
        var submitter = new SubmitterProcess(broker.bootstrapServers(), Map.of("pgconvoy.azure.submit.group-id", test));
        running.add(submitter);

        // then
        await().atMost(PATIENCE).until(submitter::isReady);
        try (var admin = Admin.create(connection())) {
            assertThat(admin.listGroups().valid().get())
                    .isNotEmpty()
                    .noneMatch(group -> group.groupId().equals(test));
        }
    }

    /// Denies one operation on the resource, and allows all others.
    private static AclBinding denied(AclOperation operation, ResourceType type, String name) throws Exception {
        var denied = binding(type, name, operation, AclPermissionType.DENY);
        try (var admin = Admin.create(connection())) {
            admin.createAcls(List.of(denied, binding(type, name, AclOperation.ALL, AclPermissionType.ALLOW)))
                    .all()
                    .get();
        }
        return denied;
    }

    private static AclBinding binding(
            ResourceType type, String name, AclOperation operation, AclPermissionType permission) {
        return new AclBinding(
                new ResourcePattern(type, name, PatternType.LITERAL),
                new AccessControlEntry("User:ANONYMOUS", "*", operation, permission));
    }

    private static void allow(AclBinding denied) throws Exception {
        try (var admin = Admin.create(connection())) {
            admin.deleteAcls(List.of(denied.toFilter())).all().get();
        }
    }

    private static void forgetOtherTests() throws Exception {
        try (var admin = Admin.create(connection())) {
            admin.deleteRecords(Map.of(SUBMITTED, RecordsToDelete.beforeOffset(endOffset())))
                    .all()
                    .get();
        }
    }

    private SubmitterProcess start() {
        var settings = new HashMap<>(azure.configuration());
        settings.put("pgconvoy.azure.enabled", "true");
        settings.put("pgconvoy.azure.submit.group-id", test);
        settings.put("pgconvoy.azure.submit.poll-interval", "100ms");
        settings.put("pgconvoy.azure.submit.longest-backoff", "1s");
        settings.put("pgconvoy.azure.submit.settling", "1s");
        settings.put("pgconvoy.secrets.file", folder.toString());
        try {
            var started = new SubmitterProcess(broker.bootstrapServers(), settings);
            running.add(started);
            return started;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void submit(String name) {
        producer.send(
                        new MigrationSubmitted(
                                request(name),
                                ExecutorKind.AZURE,
                                1,
                                dev.pgconvoy.fixture.Facts.accepted(request(name))),
                        Optional.empty())
                .join();
    }

    private MigrationId id(String name) {
        return new MigrationId(test, name);
    }

    private MigrationRequest request(String name) {
        return Fixtures.aRequest()
                .onAzure()
                .id(id(name))
                .from(withPassword(Fixtures.aSource()))
                .to(withPassword(Fixtures.aTarget()))
                .build();
    }

    private ServerEndpoint withPassword(ServerEndpoint endpoint) {
        return new ServerEndpoint(
                endpoint.host(),
                endpoint.port(),
                endpoint.user(),
                Optional.of(SecretRef.parse("file:" + folder.resolve("password"))),
                endpoint.sslMode(),
                endpoint.maintenanceDatabase());
    }

    private static Map<String, Object> connection() {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    private static final TopicPartition SUBMITTED = new TopicPartition(EventType.MIGRATION_SUBMITTED.topic(), 0);

    private long committed() {
        try (var admin = Admin.create(connection())) {
            var offsets = admin.listConsumerGroupOffsets(test)
                    .partitionsToOffsetAndMetadata()
                    .get();
            var offset = offsets.get(SUBMITTED);
            return offset == null ? 0 : offset.offset();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static long endOffset() {
        try (var consumer = reader()) {
            return Objects.requireNonNull(
                    consumer.endOffsets(List.of(SUBMITTED)).get(SUBMITTED));
        }
    }

    private List<Observation> observed(String name) {
        try (var consumer = reader()) {
            var partitions = consumer.partitionsFor(EventType.MIGRATION_OBSERVED.topic()).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var found = new ArrayList<Observation>();
            var ends = consumer.endOffsets(partitions);
            while (!partitions.stream().allMatch(each -> consumer.position(each) >= ends.get(each))) {
                for (var record : consumer.poll(Duration.ofMillis(100))) {
                    var event = EventCodec.read(record.topic(), record.headers(), record.value(), Instant.EPOCH);
                    if (event.data() instanceof MigrationObserved(var id, var _, var observation)
                            && id.equals(id(name))) {
                        found.add(observation);
                    }
                }
            }
            return found;
        } catch (MalformedEventException e) {
            throw new AssertionError(e);
        }
    }

    private static KafkaConsumer<String, byte[]> reader() {
        return new KafkaConsumer<>(connection(), new StringDeserializer(), new ByteArrayDeserializer());
    }
}
