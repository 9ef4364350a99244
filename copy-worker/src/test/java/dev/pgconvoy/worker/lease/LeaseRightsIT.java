package dev.pgconvoy.worker.lease;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pgconvoy.access.AccessMatrix;
import dev.pgconvoy.access.TopicRightsWatch;
import dev.pgconvoy.fixture.EmbeddedBroker;
import dev.pgconvoy.kafka.TopicSettings;
import dev.pgconvoy.kafka.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What docs/security/acls.md says of a worker that lacks a right on a share group: on a broker that obeys rules.
class LeaseRightsIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration A_WHILE = Duration.ofSeconds(6);
    private static final Map<String, String> TOPICS =
            Map.of("pgconvoy-copiers", "copy.tasks", "pgconvoy-conductors", "migration.submitted");

    private static EmbeddedBroker broker;
    private static Admin admin;

    @BeforeAll
    static void start() throws Exception {
        broker = EmbeddedBroker.thatObeysAcls();
        admin = Admin.create(connection());
        Topics.create(admin, TopicSettings.DEFAULTS);
    }

    @AfterAll
    static void stop() throws IOException {
        admin.close();
        broker.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pgconvoy-copiers", "pgconvoy-conductors"})
    void without_read_on_its_group_a_pool_is_not_ready_and_its_watch_names_the_right(String group) throws Exception {
        allow(group, AclOperation.ALTER_CONFIGS, AclOperation.DESCRIBE_CONFIGS);
        try (var watch = new TopicRightsWatch(connection(), AccessMatrix.worker())) {
            watch.start();
            try (var pool =
                    LeasePool.start(connection(), settings(group), RecentWork.justNow(), () -> new FakeWork(true))) {
                await().atMost(PATIENCE)
                        .until(() -> watch.missing().equals(Optional.of(List.of("Read on group " + group))));
                await().atMost(PATIENCE).until(() -> !pool.isReady());
                await().during(A_WHILE).atMost(PATIENCE).until(() -> !pool.isReady());

                allow(group, AclOperation.READ, AclOperation.DESCRIBE);

                await().atMost(PATIENCE).until(pool::isReady);
                await().atMost(PATIENCE).until(() -> watch.missing().equals(Optional.of(List.of())));
            }
        } finally {
            allowEverything(group);
        }
    }

    @Test
    void without_alter_configs_on_its_group_a_pool_does_not_start_and_says_so() throws Exception {
        for (var group : TOPICS.keySet()) {
            allow(group, AclOperation.READ, AclOperation.DESCRIBE);
            try {
                assertThatThrownBy(() -> LeasePool.start(
                                connection(), settings(group), RecentWork.justNow(), () -> new FakeWork(true)))
                        .hasMessageContaining("The share group %s cannot be configured".formatted(group));
            } finally {
                allowEverything(group);
            }
        }
    }

    private static LeasePool.Settings settings(String group) {
        return new LeasePool.Settings(group, TOPICS.get(group), 3, 1, Duration.ofSeconds(15));
    }

    private static Map<String, Object> connection() {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    /// What has no rule is everybody's on this broker.
    private static void allow(String group, AclOperation... operations) throws Exception {
        admin.createAcls(Stream.of(operations).map(one -> rule(group, one)).toList())
                .all()
                .get();
    }

    private static void allowEverything(String group) throws Exception {
        admin.deleteAcls(List.of(new AclBindingFilter(pattern(group).toFilter(), AccessControlEntryFilter.ANY)))
                .all()
                .get();
    }

    private static AclBinding rule(String group, AclOperation operation) {
        return new AclBinding(
                pattern(group), new AccessControlEntry("User:*", "*", operation, AclPermissionType.ALLOW));
    }

    private static ResourcePattern pattern(String group) {
        return new ResourcePattern(ResourceType.GROUP, group, PatternType.LITERAL);
    }
}
