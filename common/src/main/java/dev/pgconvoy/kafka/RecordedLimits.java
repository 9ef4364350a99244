package dev.pgconvoy.kafka;

import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.EventType;
import dev.pgconvoy.event.MalformedEventException;
import dev.pgconvoy.event.RateLimitSet;
import dev.pgconvoy.migration.rate.RateScope;
import dev.pgconvoy.text.LogLimit;
import java.lang.System.Logger.Level;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// The limits that are set, from the records of the compacted topic `copy.limits`. Whoever
/// follows the topic may be told a record again, and an older one after a newer one: of each
/// scope the record with the highest offset counts, and nothing is told twice.
public final class RecordedLimits {

    public static final String TOPIC = EventType.COPY_LIMIT.topic();

    /// What more than so many scopes say is left out: anybody may write to the topic.
    private static final int MOST_SCOPES = 100_000;

    private static final System.Logger LOG = System.getLogger(RecordedLimits.class.getName());

    private final Listener listener;
    private final Map<RateScope, Latest> latest = new HashMap<>();
    private final LogLimit logLimit = new LogLimit();

    /// Is told each change, in the order of the topic.
    public interface Listener {

        /// @param bytesPerSecond empty when what requests and fleets say counts again
        void changed(RateScope scope, Optional<Long> bytesPerSecond);
    }

    private record Latest(long offset, Optional<RecordedLimit> limit) {}

    public RecordedLimits() {
        this((_, _) -> {});
    }

    public RecordedLimits(Listener listener) {
        this.listener = listener;
    }

    /// Takes the next record. One that cannot be read changes nothing.
    public synchronized void take(ConsumerRecord<String, byte[]> record) {
        try {
            if (record.value() == null) {
                put(RateScope.parse(String.valueOf(record.key())), record.offset(), Optional.empty());
                return;
            }
            var envelope = EventCodec.read(record).of(RateLimitSet.class);
            var said = envelope.data();
            put(
                    said.limited(),
                    record.offset(),
                    said.bytesPerSecond()
                            .map(rate -> new RecordedLimit(said.limited(), rate, envelope.time(), envelope.actor())));
        } catch (MalformedEventException | IllegalArgumentException e) {
            logLimit.write(
                    record.topic(),
                    "A limit is left out (%s, partition %d, offset %d): %s"
                            .formatted(record.topic(), record.partition(), record.offset(), e.getMessage()),
                    line -> LOG.log(Level.WARNING, line));
        }
    }

    private void put(RateScope scope, long offset, Optional<RecordedLimit> limit) {
        var known = latest.get(scope);
        if (known == null ? latest.size() >= MOST_SCOPES : known.offset() >= offset) {
            return;
        }
        latest.put(scope, new Latest(offset, limit));
        listener.changed(scope, limit.map(RecordedLimit::bytesPerSecond));
    }

    public synchronized Optional<RecordedLimit> find(RateScope scope) {
        return Optional.ofNullable(latest.get(scope)).flatMap(Latest::limit);
    }

    /// In the order of their scopes.
    public synchronized List<RecordedLimit> all() {
        return latest.values().stream()
                .flatMap(entry -> entry.limit().stream())
                .sorted(Comparator.comparing(limit -> limit.limited().toString()))
                .toList();
    }
}
