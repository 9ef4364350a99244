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

/// The pauses that somebody wants, from the records of the compacted topic
/// `migration.pauses`. Whoever follows the topic may be told a record again, and an older
/// one after a newer one: of each migration the record with the highest offset counts.
/// Another client may put the records of one migration into another partition: among
/// partitions the later time counts.
public final class WantedPauses {

    public static final String TOPIC = EventType.PAUSE_SET.topic();

    /// A snapshot that is held keeps vacuum back, and so the bound itself is bounded.
    private static final Duration LONGEST = Duration.ofDays(7);
    private static final Duration SHORTEST = Duration.ofMinutes(1);

    /// What is said of more migrations than that is left out: anybody may
    /// write to the topic.
    private static final int MOST_MIGRATIONS = 100_000;

    private static final Logger LOG = Logger.getLogger(WantedPauses.class);

    private final Duration longest;
    private final Supplier<Instant> clock;
    private final int most;
    private final Map<MigrationId, Latest> latest = new ConcurrentHashMap<>();
    private final LogLimit logLimit = new LogLimit();

    /// @param pause empty when the migration is to go on
    private record Latest(int partition, long offset, long timestamp, Optional<WantedPause> pause) {

        boolean isReplacedBy(Latest other) {
            return other.partition == partition ? other.offset > offset : other.timestamp > timestamp;
        }

        /// What ends another pause leaves this one as it is.
        Latest followedBy(Latest next, PauseSet wish) {
            return wish.paused() || pause.filter(on -> !wish.ends(on.since())).isEmpty()
                    ? next
                    : new Latest(next.partition, next.offset, next.timestamp, pause);
        }
    }

    /// @param longest after which each pause is over
    public WantedPauses(Duration longest, Supplier<Instant> clock) {
        this(longest, clock, MOST_MIGRATIONS);
    }

    WantedPauses(Duration longest, Supplier<Instant> clock, int most) {
        if (longest.compareTo(SHORTEST) < 0 || longest.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("PGCONVOY_WORKER_LONGEST_PAUSE must be between 1m and 7d");
        }
        this.longest = longest;
        this.clock = clock;
        this.most = most;
    }

    /// Takes the next record. One that cannot be read, or has no value, changes nothing.
    public void take(ConsumerRecord<String, byte[]> record) {
        try {
            put(record, EventCodec.read(record).of(PauseSet.class));
        } catch (MalformedEventException | IllegalArgumentException e) {
            logLimit.write(
                    record.topic(),
                    "A record is left out (%s, partition %d, offset %d): %s"
                            .formatted(record.topic(), record.partition(), record.offset(), e.getMessage()),
                    LOG::warn);
        }
    }

    /// A clock that is ahead makes no pause longer, also when the record is read again.
    private Optional<WantedPause> pause(ConsumerRecord<String, byte[]> record, Envelope<PauseSet> said) {
        if (!said.data().paused()) {
            return Optional.empty();
        }
        var asked = earlier(said.time(), Instant.ofEpochMilli(record.timestamp()));
        var bound = earlier(asked, clock.get()).plus(longest);
        return Optional.of(new WantedPause(
                said.time(), said.data().until().map(end -> earlier(end, bound)).orElse(bound)));
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private void put(ConsumerRecord<String, byte[]> record, Envelope<PauseSet> said) {
        var id = said.data().id();
        if (!latest.containsKey(id) && !hasRoom()) {
            logLimit.write(
                    "too many",
                    "A pause of %s is left out: %s wants %d others paused already".formatted(id, record.topic(), most),
                    LOG::warn);
            return;
        }
        var next = new Latest(record.partition(), record.offset(), record.timestamp(), pause(record, said));
        latest.merge(id, next, (known, _) -> known.isReplacedBy(next) ? known.followedBy(next, said.data()) : known);
    }

    /// Those that nobody wants paused any more make room for others.
    private boolean hasRoom() {
        if (latest.size() >= most) {
            var now = clock.get();
            latest.values()
                    .removeIf(said ->
                            said.pause.filter(pause -> !pause.isOver(now)).isEmpty());
        }
        return latest.size() < most;
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
