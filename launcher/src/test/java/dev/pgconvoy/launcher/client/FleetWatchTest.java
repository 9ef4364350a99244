package dev.pgconvoy.launcher.client;

import static dev.pgconvoy.fixture.Fleets.NAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.EventType;
import dev.pgconvoy.event.FleetEvent.FleetStateRecorded;
import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.fixture.Fleets;
import dev.pgconvoy.fleet.status.FleetStatus;
import dev.pgconvoy.kafka.TopicReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FleetWatchTest {

    private static final String TOPIC = EventType.FLEET_STATE_RECORDED.topic();
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);

    private final EventCodec codec = new EventCodec("/test", () -> Fixtures.NOON);
    private final List<FleetStatus> shown = new ArrayList<>();

    /// @param values in order; empty for a deletion
    private TopicReader reader(List<Optional<FleetStatus>> values) {
        var consumer = new MockConsumer<String, byte[]>("earliest");
        var nobody = new Node(0, "localhost", 1);
        consumer.updatePartitions(
                TOPIC, List.of(new PartitionInfo(TOPIC, 0, nobody, new Node[] {nobody}, new Node[] {nobody})));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.updateEndOffsets(Map.of(PARTITION, (long) values.size()));
        var reader = new TopicReader(consumer, TopicReader.Topics.fromBeginning(TOPIC));
        for (var offset = 0; offset < values.size(); offset++) {
            consumer.addRecord(record(offset, values.get(offset)));
        }
        return reader;
    }

    private ConsumerRecord<String, byte[]> record(long offset, Optional<FleetStatus> status) {
        var sent = status.map(one -> codec.record(new FleetStateRecorded(one), Optional.empty()))
                .orElseGet(() -> codec.tombstone(EventType.FLEET_STATE_RECORDED, NAME));
        var record = new ConsumerRecord<>(TOPIC, 0, offset, sent.key(), sent.value());
        sent.headers().forEach(record.headers()::add);
        return record;
    }

    @Test
    void a_fleet_that_is_deleted_before_it_was_shown_is_not_waited_for() {
        try (var reader = reader(List.of(Optional.of(Fleets.aStatus()), Optional.empty()))) {
            assertThatThrownBy(() -> FleetWatch.untilEnded(reader, NAME, shown::add, shown::add))
                    .hasMessage("The fleet \"weekend\" was deleted.");
        }
        assertThat(shown).isEmpty();
    }

    @Test
    void what_nothing_is_left_of_was_deleted_too() {
        try (var reader = reader(List.of())) {
            assertThatThrownBy(() -> FleetWatch.untilEnded(reader, NAME, shown::add, shown::add))
                    .hasMessage("The fleet \"weekend\" was deleted.");
        }
    }
}
