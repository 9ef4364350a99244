package dev.pgconvoy.it.environment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/// Containers of the published images; the services reach them through mapped ports.
final class ContainerInfrastructure implements TestInfrastructure {

    private static final String KAFKA = "apache/kafka:4.3.1";

    private final Path keys;
    private final List<GenericContainer<?>> containers = new ArrayList<>();

    ContainerInfrastructure(Path keys) {
        this.keys = keys;
    }

    @Override
    public String startKafka() {
        var kafka = new KafkaContainer(DockerImageName.parse(KAFKA))
                .withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0")
                .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
                .withEnv("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR", "1")
                .withEnv("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR", "1")
                .withEnv("KAFKA_TRANSACTION_ABORT_TIMED_OUT_TRANSACTION_CLEANUP_INTERVAL_MS", "1000");
        containers.add(kafka);
        kafka.start();
        return kafka.getBootstrapServers();
    }

    @Override
    public RunningServer startPostgres(String name, int major) {
        var password = UUID.randomUUID().toString();
        var container = new PostgreSQLContainer(DockerImageName.parse("postgres:" + (major == 9 ? "9.6" : major)))
                .withUsername(RunningServer.SUPERUSER)
                .withPassword(password)
                .withDatabaseName("postgres");
        containers.add(container);
        container.start();
        return new RunningServer(
                name, major, container.getHost(), container.getMappedPort(5432), passwordFile(name, password));
    }

    private Path passwordFile(String name, String password) {
        try {
            var file = keys.resolve(name + ".password");
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            return Files.writeString(file, password);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        containers.reversed().forEach(GenericContainer::stop);
    }
}
