package dev.pgconvoy.access;

import static dev.pgconvoy.access.Operation.DESCRIBE;
import static dev.pgconvoy.access.Operation.READ;
import static dev.pgconvoy.access.Operation.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pgconvoy.fixture.EmbeddedBroker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TopicRightsWatchIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Resource TOPIC = Resource.topic("there");
    private static final Principal SERVICE = new Principal(
            "somebody",
            "a test",
            List.of(
                    Grant.of(TOPIC, "", READ, DESCRIBE),
                    Grant.of(TOPIC, "", WRITE, DESCRIBE),
                    Grant.of(Resource.topic("not-yet-there"), "", READ, DESCRIBE)));

    private EmbeddedBroker broker;
    private Admin admin;
    private TopicRightsWatch watch;

    @BeforeAll
    void start() throws Exception {
        broker = EmbeddedBroker.thatObeysAcls();
        admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
        admin.createTopics(List.of(new NewTopic(TOPIC.name(), 1, (short) 1)))
                .all()
                .get();
        keepAnAclOnIt();
        allow();
    }

    /// What has no ACL is everybody's on this broker.
    private void keepAnAclOnIt() throws Exception {
        admin.createAcls(rules(AclOperation.DELETE)).all().get();
    }

    @AfterAll
    void stop() throws Exception {
        admin.close();
        broker.close();
    }

    @BeforeEach
    void watch() {
        watch = new TopicRightsWatch(Map.of("bootstrap.servers", broker.bootstrapServers()), SERVICE);
    }

    @AfterEach
    void close() {
        watch.close();
    }

    @Test
    void nothing_is_known_before_the_brokers_have_answered() {
        assertThat(watch.missing()).isEmpty();
    }

    @Test
    void a_right_is_missed_from_when_it_is_taken_away_until_it_is_given_back() throws Exception {
        watch.start();
        awaitMissing();
        takeAway(AclOperation.WRITE);
        awaitMissing("Write on topic there");
        takeAway(AclOperation.READ, AclOperation.DESCRIBE);
        awaitMissing("Read on topic there", "Write on topic there");
        allow();
        awaitMissing();
    }

    @Test
    void a_right_on_a_share_group_is_missed_until_it_is_given_back() throws Exception {
        var hidden = rules(Resource.shareGroup("sharers"), AclOperation.ALTER_CONFIGS);
        var given = rules(Resource.shareGroup("sharers"), AclOperation.READ, AclOperation.DESCRIBE);
        watch.close();
        watch = new TopicRightsWatch(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new Principal(
                        "somebody",
                        "a test",
                        List.of(
                                Grant.of(Resource.shareGroup("sharers"), "", READ, DESCRIBE),
                                Grant.of(Resource.shareGroup("sharers"), "", Operation.ALTER_CONFIGS))));
        watch.start();
        awaitMissing();

        admin.createAcls(hidden).all().get();

        awaitMissing("Read on group sharers");
        admin.createAcls(given).all().get();
        awaitMissing();
    }

    private void allow() throws Exception {
        admin.createAcls(rules(AclOperation.READ, AclOperation.WRITE, AclOperation.DESCRIBE))
                .all()
                .get();
    }

    private void takeAway(AclOperation... operations) throws Exception {
        admin.deleteAcls(rules(operations).stream().map(AclBinding::toFilter).toList())
                .all()
                .get();
    }

    private static List<AclBinding> rules(AclOperation... operations) {
        return rules(TOPIC, operations);
    }

    private static List<AclBinding> rules(Resource resource, AclOperation... operations) {
        return Stream.of(operations)
                .map(operation -> new AclBinding(
                        resource.pattern(), new AccessControlEntry("User:*", "*", operation, AclPermissionType.ALLOW)))
                .toList();
    }

    private void awaitMissing(String... rights) {
        await().atMost(PATIENCE).until(() -> watch.missing().equals(Optional.of(List.of(rights))));
    }
}
