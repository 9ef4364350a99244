package dev.pgconvoy.monitor.fold.intake;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/// Orders records by their own time. One without a time follows the one before it; Kafka Streams' own extractors would
/// stop, or drop it.
public final class RecordTimes implements TimestampExtractor {

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        return record.timestamp() >= 0 ? record.timestamp() : Math.max(partitionTime, 0);
    }
}
