package dev.pgconvoy.monitor.view;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/// A compacted topic beside the states, all of which every monitor keeps in memory.
public interface KeptTopic {

    String topic();

    /// Called by one thread, in the order of each partition; after a fault from the first record on again.
    void take(ConsumerRecord<String, byte[]> record);
}
