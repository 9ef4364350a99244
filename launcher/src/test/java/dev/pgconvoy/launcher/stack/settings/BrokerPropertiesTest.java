package dev.pgconvoy.launcher.stack.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class BrokerPropertiesTest {

    @Test
    void everything_that_is_replicated_has_one_replica() throws IOException {
        var properties = parsed(BrokerProperties.text(Path.of("/data"), 9092, 9093));

        var replicas = properties.stringPropertyNames().stream()
                .filter(name -> name.endsWith("replication.factor") || name.endsWith("min.isr"))
                .toList();
        assertThat(replicas)
                .contains(
                        "offsets.topic.replication.factor",
                        "transaction.state.log.replication.factor",
                        "share.coordinator.state.topic.replication.factor",
                        "share.coordinator.state.topic.min.isr")
                .allSatisfy(name -> assertThat(properties).containsEntry(name, "1"));
    }

    @Test
    void a_broker_on_its_own_writes_nothing_while_nobody_does() throws IOException {
        assertThat(parsed(BrokerProperties.text(Path.of("/data"), 9092, 9093)))
                .containsEntry("metadata.max.idle.interval.ms", "0");
    }

    @Test
    void what_several_brokers_replicate_survives_the_loss_of_one() throws IOException {
        var quorum = new KafkaQuorum("id", List.of(9093, 9193, 9293));

        var properties = parsed(BrokerProperties.text(Path.of("/data"), 9192, 2, quorum));

        assertThat(properties)
                .containsEntry("node.id", "2")
                .containsEntry("controller.quorum.voters", "1@127.0.0.1:9093,2@127.0.0.1:9193,3@127.0.0.1:9293")
                .containsEntry("listeners", "PLAINTEXT://127.0.0.1:9192,CONTROLLER://127.0.0.1:9193")
                .doesNotContainKey("controller.quorum.bootstrap.servers");
        assertThat(properties.stringPropertyNames())
                .filteredOn(name -> name.endsWith("replication.factor"))
                .allSatisfy(name -> assertThat(properties).containsEntry(name, "3"));
        assertThat(properties.stringPropertyNames())
                .filteredOn(name -> name.endsWith("min.isr") || name.endsWith("insync.replicas"))
                .allSatisfy(name -> assertThat(properties).containsEntry(name, "2"));
    }

    @Test
    void only_this_machine_can_connect() throws IOException {
        var properties = parsed(BrokerProperties.text(Path.of("/data"), 9092, 9093));

        assertThat(properties)
                .containsEntry("listeners", "PLAINTEXT://127.0.0.1:9092,CONTROLLER://127.0.0.1:9093")
                .containsEntry("advertised.listeners", "PLAINTEXT://127.0.0.1:9092,CONTROLLER://127.0.0.1:9093");
    }

    @Test
    void a_folder_with_a_backslash_is_found_again() throws IOException {
        assertThat(parsed(BrokerProperties.text(Path.of("/da\\ta"), 1, 2))).containsEntry("log.dirs", "/da\\ta");
    }

    private static Properties parsed(String text) throws IOException {
        var properties = new Properties();
        properties.load(new StringReader(text));
        return properties;
    }
}
