package dev.pgconvoy.submitter.infrastructure;

import static dev.pgconvoy.submitter.SampleMigrations.ONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.fixture.SharedSealKey;
import dev.pgconvoy.fleet.schedule.SchedulerSettings;
import dev.pgconvoy.kafka.LoopWatch;
import dev.pgconvoy.kafka.TopicSettings;
import dev.pgconvoy.submitter.application.AdmitMigrations;
import dev.pgconvoy.submitter.application.WorkersExecutor;
import dev.pgconvoy.submitter.messaging.AdmissionTopology;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdmissionStreamsSettingsTest {

    private final Map<String, Object> settings = AdmissionStreamsSettings.of(
            Map.of(
                    "bootstrap.servers", "127.0.0.1:9092",
                    "security.protocol", "SASL_SSL",
                    "group.id", "not ours"),
            new TopicSettings(8, (short) 3, Duration.ofDays(7)));

    @Test
    void kafka_takes_them_all() {
        var streams = new StreamsConfig(settings);

        assertThat(streams.getString(StreamsConfig.PROCESSING_GUARANTEE_CONFIG)).isEqualTo("exactly_once_v2");
        assertThat(streams.getInt(StreamsConfig.REPLICATION_FACTOR_CONFIG)).isEqualTo(3);
        assertThat(streams.getProducerConfigs("test")).containsEntry("transaction.timeout.ms", 3_000);
        assertThat(streams.getMainConsumerConfigs("group", "client", 1)).containsEntry("session.timeout.ms", 6_000);
    }

    @Test
    void the_connection_passes_and_nothing_else_of_the_configuration() {
        assertThat(settings)
                .containsEntry("bootstrap.servers", "127.0.0.1:9092")
                .containsEntry("security.protocol", "SASL_SSL")
                .doesNotContainKey("group.id");
    }

    /// Whoever is killed leaves no folder behind.
    @Test
    void nothing_is_kept_on_disk(@TempDir Path folder) {
        var state = folder.resolve("state");
        var unsecured = new HashMap<>(settings);
        unsecured.put("security.protocol", "PLAINTEXT");
        unsecured.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());

        try (var _ = new KafkaStreams(topology(), new StreamsConfig(unsecured))) {
            assertThat(state).doesNotExist();
        }
    }

    private static Topology topology() {
        return AdmissionTopology.build(
                new AdmitMigrations(100, List.of(new WorkersExecutor())),
                SchedulerSettings.DEFAULTS,
                SharedSealKey.reader(),
                new EventCodec("/pgconvoy/submitter", () -> ONE, SharedSealKey.mac()),
                new SimpleMeterRegistry(),
                new LoopWatch(),
                Duration.ofDays(90));
    }
}
