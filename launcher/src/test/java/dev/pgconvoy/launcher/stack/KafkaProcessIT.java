package dev.pgconvoy.launcher.stack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pgconvoy.launcher.stack.folder.StackFolder;
import dev.pgconvoy.launcher.stack.process.StackException;
import dev.pgconvoy.launcher.stack.settings.KafkaSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaProcessIT {

    @TempDir
    Path data;

    @Test
    void a_broker_finds_its_topics_again_on_another_port() throws Exception {
        // given
        try (var stack = Stack.in(StackFolder.open(data), StackDistribution.current())) {
            try (var admin = admin(stack.start(KafkaSettings.slim()))) {
                admin.createTopics(List.of(new NewTopic("migration.requested", 3, (short) 1)))
                        .all()
                        .get();
                assertThat(shareGroups(admin)).isPositive();
            }
        }

        // when
        try (var stack = Stack.in(StackFolder.open(data), StackDistribution.current())) {
            try (var admin = admin(stack.start(KafkaSettings.slim()))) {

                // then
                assertThat(admin.listTopics().names().get()).containsExactly("migration.requested");
            }
        }
    }

    @Test
    void who_has_not_got_the_password_of_a_broker_is_refused_by_clients_and_controllers_listeners() throws Exception {
        try (var stack = Stack.in(StackFolder.open(data), StackDistribution.current())) {
            // given
            var kafka = stack.start(KafkaSettings.slim().withPassword());
            var wrong = new HashMap<>(kafka.clientSettings());
            wrong.put(
                    "sasl.jaas.config",
                    wrong.get("sasl.jaas.config").toString().replaceFirst("password=\"[^\"]*", "password=\"guessed"));
            var other = new HashMap<>(kafka.clientSettings());
            other.put(
                    "sasl.jaas.config",
                    other.get("sasl.jaas.config").toString().replaceFirst("username=\"[^\"]*", "username=\"somebody"));
            var toController = new HashMap<>(wrong);
            toController.remove("bootstrap.servers");
            toController.put("bootstrap.controllers", controllerOf(kafka));

            // then
            assertThat(clusterId(kafka.clientSettings())).isNotEmpty();
            for (var settings : List.of(wrong, other, toController)) {
                assertThatThrownBy(() -> clusterId(settings)).hasRootCauseInstanceOf(SaslAuthenticationException.class);
            }
            var stranger = Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers());
            assertThatThrownBy(() -> clusterId(stranger)).isInstanceOf(ExecutionException.class);
        }
    }

    @Test
    void the_password_of_a_broker_stands_in_its_owners_files_only_and_changes_with_each_start() throws Exception {
        var passwords = new HashSet<String>();
        for (var start = 0; start < 2; start++) {
            try (var stack = Stack.in(StackFolder.open(data), StackDistribution.current())) {
                var kafka = stack.start(KafkaSettings.slim().withPassword());
                var config = kafka.clientSettings().get("sasl.jaas.config").toString();
                var password = config.replaceFirst(".*password=\"", "").replaceFirst("\".*", "");
                passwords.add(password);

                var process = Path.of("/proc", Long.toString(kafka.pid()));
                assertThat(Files.readString(process.resolve("cmdline"))).doesNotContain(password);
                assertThat(Files.readString(process.resolve("environ"))).doesNotContain(password);
                try (var files = Files.walk(data)) {
                    for (var file : files.filter(Files::isRegularFile).toList()) {
                        if (new String(Files.readAllBytes(file), ISO_8859_1).contains(password)) {
                            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                                    .as("%s", file)
                                    .isEqualTo("rw-------");
                        }
                    }
                }
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(
                                StackFolder.clientFileIn(data).getParent())))
                        .isEqualTo("rwx------");
            }
        }
        assertThat(passwords).hasSize(2);
    }

    @Test
    void whoever_listens_on_the_brokers_port_first_is_not_told_the_password() throws Exception {
        try (var stack = Stack.in(StackFolder.open(data), StackDistribution.current())) {
            // given
            var kafka = stack.start(KafkaSettings.slim().withPassword());
            var settings = new HashMap<>(kafka.clientSettings());
            var password = settings.get("sasl.jaas.config")
                    .toString()
                    .replaceFirst(".*password=\"", "")
                    .replaceFirst("\".*", "");

            // when
            try (var eavesdropper = BrokerEavesdropper.before(kafka.port())) {
                settings.put("bootstrap.servers", "127.0.0.1:" + eavesdropper.port());
                assertThat(clusterId(settings)).isNotEmpty();

                // then
                assertThat(eavesdropper.heard()).contains("SCRAM-SHA-256").doesNotContain(password);
            }
        }
    }

    private String controllerOf(KafkaProcess kafka) throws IOException {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(data.resolve(kafka.name()).resolve("server.properties"))) {
            properties.load(reader);
        }
        return properties.getProperty("controller.quorum.bootstrap.servers");
    }

    private static String clusterId(Map<String, Object> settings) throws ExecutionException, InterruptedException {
        var impatient = new HashMap<>(settings);
        impatient.put("request.timeout.ms", 3_000);
        impatient.put("default.api.timeout.ms", 3_000);
        try (var admin = Admin.create(impatient)) {
            return admin.describeCluster().clusterId().get();
        }
    }

    @Test
    void a_broker_that_cannot_start_says_why_and_where_its_log_is() {
        var tooSmall = KafkaSettings.slim().withHeap(2);

        try (var stack = Stack.in(StackFolder.open(data), StackDistribution.current())) {
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
