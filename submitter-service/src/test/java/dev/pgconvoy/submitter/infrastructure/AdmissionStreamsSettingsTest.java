package dev.pgconvoy.submitter.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.kafka.TopicSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

class AdmissionStreamsSettingsTest {

    private final Map<String, Object> settings = AdmissionStreamsSettings.of(
            Map.of(
                    "bootstrap.servers", "127.0.0.1:9092",
                    "security.protocol", "SASL_SSL",
                    "group.id", "not ours"),
            new TopicSettings(8, (short) 3, Duration.ofDays(7)),
            Path.of("/tmp/state"));

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
}
