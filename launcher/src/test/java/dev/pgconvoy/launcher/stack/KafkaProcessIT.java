package dev.pgconvoy.launcher.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaProcessIT {

    @TempDir
    Path data;

    @Test
    void a_broker_finds_its_topics_again_on_another_port() throws Exception {
        // given
        try (var stack = Stack.in(StackFolder.open(data), Distribution.current())) {
            try (var admin = admin(stack.start(KafkaSettings.slim()))) {
                admin.createTopics(List.of(new NewTopic("migration.requested", 3, (short) 1)))
                        .all()
                        .get();
                assertThat(shareGroups(admin)).isPositive();
            }
        }

        // when
        try (var stack = Stack.in(StackFolder.open(data), Distribution.current())) {
            try (var admin = admin(stack.start(KafkaSettings.slim()))) {

                // then
                assertThat(admin.listTopics().names().get()).containsExactly("migration.requested");
            }
        }
    }

    @Test
    void a_broker_that_cannot_start_says_why_and_where_its_log_is() {
        var tooSmall = KafkaSettings.slim().withHeap(2);

        try (var stack = Stack.in(StackFolder.open(data), Distribution.current())) {
            assertThatThrownBy(() -> stack.start(tooSmall))
                    .isInstanceOf(StackException.class)
                    .hasMessageContainingAll("kafka", "exit code", "kafka.log", "heap");
        }
    }

    private static Admin admin(KafkaProcess kafka) {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()));
    }

    private static short shareGroups(Admin admin) throws ExecutionException, InterruptedException {
        return admin.describeFeatures()
                .featureMetadata()
                .get()
                .finalizedFeatures()
                .get("share.version")
                .maxVersionLevel();
    }
}
