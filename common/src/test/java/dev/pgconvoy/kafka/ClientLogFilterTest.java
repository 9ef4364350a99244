package dev.pgconvoy.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientLogFilterTest {

    private static final int FLOOD = 10_000;

    private final ClientLogFilter filter = new ClientLogFilter();
    private final List<LogRecord> written = new ArrayList<>();

    private void write(String logger, int times) {
        for (var number = 0; number < times; number++) {
            var line = new LogRecord(Level.WARNING, "The broker is away");
            line.setLoggerName(logger);
            line.setThrown(new IllegalStateException("away"));
            if (filter.isLoggable(line)) {
                written.add(line);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.apache.kafka.clients.NetworkClient",
                "org.apache.kafka.streams.KafkaStreams",
                "io.smallrye.reactive.messaging.kafka"
            })
    void of_what_kafkas_clients_say_again_and_again_the_first_lines_are_written(String logger) {
        write(logger, FLOOD);

        assertThat(written).hasSizeLessThan(20);
        assertThat(written.getFirst().getMessage()).isEqualTo("The broker is away");
        assertThat(written.getFirst().getThrown()).isNotNull();
        assertThat(written.getLast().getMessage()).contains("left out", logger);
        assertThat(written.getLast().getThrown()).isNull();
    }

    @Test
    void one_client_does_not_silence_another() {
        write("org.apache.kafka.clients.NetworkClient", FLOOD);
        written.clear();

        write("org.apache.kafka.streams.KafkaStreams", 1);

        assertThat(written).singleElement().extracting(LogRecord::getMessage).isEqualTo("The broker is away");
    }

    @Test
    void what_we_say_ourselves_is_not_bounded_here() {
        write("dev.pgconvoy.worker.lease.LeaseSlot", FLOOD);

        assertThat(written).hasSize(FLOOD);
    }

    @Test
    void a_line_of_nobody_passes() {
        assertThat(filter.isLoggable(new LogRecord(Level.INFO, null))).isTrue();
    }
}
