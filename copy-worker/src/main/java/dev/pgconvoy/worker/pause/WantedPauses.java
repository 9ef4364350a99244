package dev.pgconvoy.worker.pause;

import dev.pgconvoy.event.Envelope;
import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.EventType;
import dev.pgconvoy.event.MalformedEventException;
import dev.pgconvoy.event.MigrationEvent.PauseSet;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.text.LogLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The pauses that somebody wants, from the records of the compacted topic `migration.pauses`.
/// Whoever follows the topic may be told a record again, and an older one after a newer one: of
/// each migration the record with the highest offset counts. Another client may put the records
/// of one migration into another partition: among partitions the later time counts.
public final class WantedPauses {

    public static final String TOPIC = EventType.PAUSE_SET.topic();

    /// A snapshot that is held keeps vacuum back, and so the bound itself is bounded.
    private static final Duration LONGEST = Duration.ofDays(7);
    private static final Duration SHORTEST = Duration.ofMinutes(1);

    /// What is said of more migrations than that is left out: anybody may write to the topic.
    private static final int MOST_MIGRATIONS = 100_000;

    private static final Logger LOG = Logger.getLogger(WantedPauses.class);

    private final Duration longest;
    private final Supplier<Instant> clock;
    private final Map<MigrationId, Latest> latest = new ConcurrentHashMap<>();
    private final LogLimit logLimit = new LogLimit();

    /// @param pause empty when the migration is to go on
    private record Latest(int partition, long offset, long timestamp, Optional<WantedPause> pause) {

        boolean isReplacedBy(Latest other) {
            return other.partition == partition ? other.offset > offset : other.timestamp > timestamp;
        }
    }

    /// @param longest after which each pause is over
    public WantedPauses(Duration longest, Supplier<Instant> clock) {
        if (longest.compareTo(SHORTEST) < 0 || longest.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("PGCONVOY_WORKER_LONGEST_PAUSE must be between 1m and 7d");
        }
        this.longest = longest;
        this.clock = clock;
    }

    /// Takes the next record. One that cannot be read changes nothing.
    public void take(ConsumerRecord<String, byte[]> record) {
        try {
            if (record.value() == null) {
                put(MigrationId.parse(String.valueOf(record.key())), record, Optional.empty());
            } else {
                var envelope = EventCodec.read(record).of(PauseSet.class);
                put(envelope.data().id(), record, pause(envelope));
            }
        } catch (MalformedEventException | IllegalArgumentException e) {
            logLimit.write(
                    record.topic(),
                    "A record is left out (%s, partition %d, offset %d): %s"
                            .formatted(record.topic(), record.partition(), record.offset(), e.getMessage()),
                    LOG::warn);
        }
    }

    /// A clock that is ahead makes no pause longer.
    private Optional<WantedPause> pause(Envelope<PauseSet> said) {
        if (!said.data().paused()) {
            return Optional.empty();
        }
        var bound = earlier(said.time(), clock.get()).plus(longest);
        return Optional.of(new WantedPause(
                said.time(), said.data().until().map(end -> earlier(end, bound)).orElse(bound)));
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private void put(MigrationId id, ConsumerRecord<String, byte[]> record, Optional<WantedPause> pause) {
        if (!latest.containsKey(id) && latest.size() >= MOST_MIGRATIONS) {
            logLimit.write(
                    "too many",
                    "A pause of %s is left out: %s has said something of %d others already"
                            .formatted(id, record.topic(), MOST_MIGRATIONS),
                    LOG::warn);
            return;
        }
        var said = new Latest(record.partition(), record.offset(), record.timestamp(), pause);
        latest.merge(id, said, (known, next) -> known.isReplacedBy(next) ? next : known);
    }

    public boolean isPaused(MigrationId id) {
        return find(id).filter(pause -> !pause.isOver(clock.get())).isPresent();
    }

    /// Also one that is over and that nobody has resumed.
    Optional<WantedPause> find(MigrationId id) {
        return Optional.<@Nullable Latest>ofNullable(latest.get(id)).flatMap(Latest::pause);
    }

    Instant now() {
        return clock.get();
    }
}
