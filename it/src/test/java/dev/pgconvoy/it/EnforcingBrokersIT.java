package dev.pgconvoy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pgconvoy.it.command.PgconvoyRun;
import dev.pgconvoy.it.content.ContentLines;
import dev.pgconvoy.it.content.SuperuserSql;
import dev.pgconvoy.it.content.TestDatabases;
import dev.pgconvoy.it.environment.EnforcingInstallation;
import dev.pgconvoy.it.environment.RunningServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The services have what docs/security/acls.md says that they need, over TLS with SCRAM, and nothing else.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EnforcingBrokersIT {

    private static final String DATABASE = "enforced";
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    @TempDir
    Path folder;

    private EnforcingInstallation installation;
    private RunningServer source;
    private RunningServer target;

    @BeforeAll
    void start() throws Exception {
        installation = EnforcingInstallation.start();
        source = installation.server("source");
        target = installation.server("target");
        TestDatabases.create(source, DATABASE);
        SuperuserSql.execute(source, DATABASE, SuperuserSql.resource("content/fill_split_tables"));
    }

    @AfterAll
    void stop() {
        if (installation != null) {
            installation.close();
        }
    }

    @Test
    void a_migration_is_requested_moved_and_watched_with_the_rights_of_the_matrix() throws Exception {
        try (var command = PgconvoyRun.start(
                folder,
                List.of(
                        "migrate",
                        "--command-config",
                        clientFile().toString(),
                        "--seal-key-file",
                        installation.sealKeyFile().toString(),
                        "--name",
                        "enforced",
                        "--split-tables-larger-than",
                        "1MB",
                        "--source",
                        uri(source, DATABASE),
                        "--source-password",
                        "file:" + source.passwordFile(),
                        "--target",
                        uri(target, "postgres"),
                        "--target-password",
                        "file:" + target.passwordFile()))) {
            assertThat(command.exitCode(PATIENCE)).as(command.said()).isZero();

            assertThat(ContentLines.of(target, DATABASE)).isEqualTo(ContentLines.of(source, DATABASE));
        }
    }

    @Test
    void who_may_request_may_not_write_what_services_believe() {
        var settings = new HashMap<String, Object>(installation.requester());
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            for (var topic : List.of("copy.tasks", "copy.results", "migration.submitted", "migration.observed")) {
                assertThatThrownBy(() -> producer.send(new ProducerRecord<>(topic, "target/enforced", "{}"))
                                .get())
                        .as(topic)
                        .hasRootCauseInstanceOf(TopicAuthorizationException.class);
            }
        }
    }

    private Path clientFile() throws IOException {
        var file = Files.createFile(
                folder.resolve("client.properties"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(
                file,
                installation.requester().entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
                        .collect(Collectors.joining()));
    }

    private static String uri(RunningServer server, String database) {
        return "postgres://%s@%s:%d/%s".formatted(RunningServer.SUPERUSER, server.host(), server.port(), database);
    }
}
