package dev.pgconvoy.monitor.limits;

import dev.pgconvoy.kafka.RecordedLimits;
import dev.pgconvoy.monitor.view.KeptTopic;
import jakarta.inject.Singleton;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// The limits that are set.
@Singleton
public final class KnownLimits implements KeptTopic {

    private final RecordedLimits limits = new RecordedLimits();

    @Override
    public String topic() {
        return RecordedLimits.TOPIC;
    }

    @Override
    public void take(ConsumerRecord<String, byte[]> record) {
        limits.take(record);
    }

    LimitList list() {
        return new LimitList(limits.all(), limits.unread());
    }
}
