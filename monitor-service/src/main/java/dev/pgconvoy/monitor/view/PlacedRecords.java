package dev.pgconvoy.monitor.view;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Fetches single records from where they stand: those that are too large to keep all of
/// them in memory.
public interface PlacedRecords {

    /// @return empty when a newer record has taken its place
    Optional<ConsumerRecord<String, byte[]>> read(String topic, StatePosition place);
}
