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
import org.jspecify.annotations.Nullable;

/// The limits that are set, from the records of the compacted topic `copy.limits`. Whoever
/// follows the topic may be told a record again, and an older one after a newer one: of each
/// scope the record with the highest offset counts, and nothing is told twice. The topic has one
/// partition. In one that somebody made with more, a scope may be in several, as clients choose
/// the partition of a key in different ways: the one with the latest time counts.
public final class RecordedLimits {

    public static final String TOPIC = EventType.COPY_LIMIT.topic();

    /// What more than so many scopes say is left out: anybody may write to the topic.
    private static final int MOST_SCOPES = 100_000;

    private static final System.Logger LOG = System.getLogger(RecordedLimits.class.getName());

    private final Listener listener;
    /// By partition.
    private final Map<RateScope, Map<Integer, Latest>> latest = new HashMap<>();
    /// Whose last record cannot be read.
    private final Map<RateScope, Unread> unread = new HashMap<>();
    private final LogLimit logLimit = new LogLimit();

    /// Is told each change, in the order of the topic.
    public interface Listener {

        /// @param bytesPerSecond empty when what requests and fleets say counts again
        void changed(RateScope scope, Optional<Long> bytesPerSecond);
    }

    private record Latest(int partition, long offset, long timestamp, Optional<RecordedLimit> limit) {}

    private record Unread(int partition, long offset, long timestamp) {

        boolean isBefore(ConsumerRecord<String, byte[]> record) {
            return partition == record.partition() ? offset < record.offset() : timestamp <= record.timestamp();
        }
    }

    private static final Comparator<Latest> LATER =
            Comparator.comparingLong(Latest::timestamp).thenComparingInt(Latest::partition);

    public RecordedLimits() {
        this((_, _) -> {});
    }

    public RecordedLimits(Listener listener) {
        this.listener = listener;
    }

    /// Takes the next record. One that cannot be read changes nothing here; in the topic it takes
    /// the place of the last one with its key, which who reads the topic later may not find.
    public synchronized void take(ConsumerRecord<String, byte[]> record) {
        try {
            if (record.value() == null) {
                put(scope(record.key()), record, Optional.empty());
                return;
            }
            var envelope = EventCodec.read(record).of(RateLimitSet.class);
            var said = envelope.data();
            put(
                    said.limited(),
                    record,
                    said.bytesPerSecond()
                            .map(rate -> new RecordedLimit(said.limited(), rate, envelope.time(), envelope.actor())));
        } catch (MalformedEventException | IllegalArgumentException e) {
            keepUnread(record);
            logLimit.write(
                    record.topic(),
                    "A limit is left out (%s, partition %d, offset %d): %s. If it has the key of another one, set that again: it is lost when the topic is compacted"
                            .formatted(record.topic(), record.partition(), record.offset(), e.getMessage()),
                    line -> LOG.log(Level.WARNING, line));
        }
    }

    /// Under a key that is none it takes nobody's place.
    private void keepUnread(ConsumerRecord<String, byte[]> record) {
        try {
            var scope = scope(record.key());
            var known = unread.get(scope);
            if (isNews(scope, record) && (known == null ? unread.size() < MOST_SCOPES : known.isBefore(record))) {
                unread.put(scope, new Unread(record.partition(), record.offset(), record.timestamp()));
            }
        } catch (IllegalArgumentException _) {
            // It is in the log.
        }
    }

    private boolean isNews(RateScope scope, ConsumerRecord<String, byte[]> record) {
        return latest.getOrDefault(scope, Map.of()).values().stream()
                .noneMatch(known -> known.partition() == record.partition()
                        ? known.offset() > record.offset()
                        : known.timestamp() > record.timestamp());
    }

    /// Another spelling of a scope is another key, which compaction does not take for the same.
    private static RateScope scope(@Nullable String key) {
        var scope = RateScope.parse(String.valueOf(key));
        if (!scope.toString().equals(key)) {
            throw new IllegalArgumentException("the key must be " + scope);
        }
        return scope;
    }

    private void put(RateScope scope, ConsumerRecord<String, byte[]> record, Optional<RecordedLimit> limit) {
        if (!latest.containsKey(scope) && latest.size() >= MOST_SCOPES) {
            logLimit.write(
                    "too many",
                    "The limit of %s is left out: %s has said something of %d others already"
                            .formatted(scope, record.topic(), MOST_SCOPES),
                    line -> LOG.log(Level.WARNING, line));
            return;
        }
        unread.computeIfPresent(scope, (_, known) -> known.isBefore(record) ? null : known);
        var said = latest.computeIfAbsent(scope, _ -> new HashMap<>());
        var known = said.get(record.partition());
        if (known != null && known.offset() >= record.offset()) {
            return;
        }
        var before = last(said);
        said.put(record.partition(), new Latest(record.partition(), record.offset(), record.timestamp(), limit));
        var now = last(said);
        if (!now.equals(before)) {
            listener.changed(scope, now.flatMap(Latest::limit).map(RecordedLimit::bytesPerSecond));
        }
    }

    private static Optional<Latest> last(Map<Integer, Latest> said) {
        return said.values().stream().max(LATER);
    }

    /// Of what the last record cannot be read, in the order of their scopes. The limit
    /// before it holds where it was read, and nowhere else once the topic is compacted:
    /// somebody has to set it again, or take it back.
    public synchronized List<RateScope> unread() {
        return unread.keySet().stream()
                .sorted(Comparator.comparing(RateScope::toString))
                .toList();
    }

    public synchronized Optional<RecordedLimit> find(RateScope scope) {
        return last(latest.getOrDefault(scope, Map.of())).flatMap(Latest::limit);
    }

    /// In the order of their scopes.
    public synchronized List<RecordedLimit> all() {
        return latest.values().stream()
                .flatMap(said -> last(said).flatMap(Latest::limit).stream())
                .sorted(Comparator.comparing(limit -> limit.limited().toString()))
                .toList();
    }
}
