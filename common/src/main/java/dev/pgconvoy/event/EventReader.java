package dev.pgconvoy.event;

import dev.pgconvoy.text.LogLimit;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/// Reads events as services do: what is on a topic of ours counts only with our [RecordMac], which is checked before
/// anything else is read of the record. Requests and cancel requests are anybody's and have none.
public final class EventReader {

    static final String FORGED =
            "the record is not ours: it has no valid header %s, which the services make with their seal key"
                    .formatted(RecordMac.HEADER);

    private static final System.Logger LOG = System.getLogger(EventReader.class.getName());

    private final RecordMac mac;
    private final LongAdder forged = new LongAdder();
    private final LogLimit limit = new LogLimit();

    public EventReader(RecordMac mac) {
        this.mac = mac;
    }

    /// The event of a record whose key is its migration id.
    ///
    /// @throws MalformedEventException also when it is not ours although its topic is
    public Envelope<Event> read(ConsumerRecord<String, byte[]> record) throws MalformedEventException {
        requireOurs(record.topic(), record.key(), record.headers(), record.value());
        return EventCodec.read(record);
    }

    /// The same for those who have no consumer's record.
    public Envelope<Event> readKeyed(
            String topic, @Nullable String key, Headers headers, byte @Nullable [] value, Instant recordTime)
            throws MalformedEventException {
        requireOurs(topic, key, headers, value);
        return EventCodec.readKeyed(topic, key, headers, value, recordTime);
    }

    /// For records of ours that are no events.
    public void requireOurs(String topic, @Nullable String key, Headers headers, byte @Nullable [] value)
            throws MalformedEventException {
        if (EventType.isAnybodys(topic) || mac.isAuthentic(topic, key, headers, value)) {
            return;
        }
        forged.increment();
        warn(topic);
        throw new MalformedEventException(FORGED);
    }

    private void warn(String topic) {
        limit.write(
                topic,
                "A record of %s is refused, as it is not ours (%d since the start): somebody else writes to this topic, or not all services have the same seal key"
                        .formatted(topic, forged()),
                line -> LOG.log(Level.WARNING, line));
    }

    /// How many records were refused because they were not ours.
    public long forged() {
        return forged.sum();
    }
}
