package dev.pgconvoy.monitor.console;

import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.monitor.brokers.DeadLetterCounts;
import dev.pgconvoy.monitor.live.LiveMigrations;
import dev.pgconvoy.monitor.view.KnownMigrations;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// All migrations as the console lists them.
@Singleton
public final class ListedMigrations {

    private static final Duration FRESH = Duration.ofMillis(500);
    private static final int MOST_WATCHED = 200;

    private final KnownMigrations known;
    private final LiveMigrations live;
    private final DeadLetterCounts deadLetters;
    private final InstantSource clock;
    private volatile @Nullable FleetOverview counted;

    private final Map<MigrationId, MadeRow> rows = new ConcurrentHashMap<>();
    /// The list that nobody has asked for for longest is forgotten first.
    private final Map<FleetQuery, WatchedList> watched = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<FleetQuery, WatchedList> eldest) {
            return size() > MOST_WATCHED;
        }
    };

    /// A row, and what it was made of.
    private record MadeRow(MigrationStatus status, Optional<Attention> attention, MigrationRow row) {}

    ListedMigrations(KnownMigrations known, LiveMigrations live, DeadLetterCounts deadLetters, InstantSource clock) {
        this.known = known;
        this.live = live;
        this.deadLetters = deadLetters;
        this.clock = clock;
    }

    public FleetQuery.Page page(FleetQuery query) {
        return query.of(known.all().toList(), this::row);
    }

    /// Made once for each state, and not once for each who asks.
    private MigrationRow row(MigrationStatus status, Optional<Attention> attention) {
        var made = rows.get(status.id());
        if (made == null || made.status != status || !made.attention.equals(attention)) {
            made = new MadeRow(status, attention, MigrationRow.of(status, attention));
            rows.put(status.id(), made);
        }
        return made.row;
    }

    /// The list as it was less than half a second ago, the same one for all who watch it.
    public WatchedList watched(FleetQuery query) {
        synchronized (watched) {
            var now = clock.instant();
            var last = watched.get(query);
            if (last == null || last.time().plus(FRESH).isBefore(now)) {
                var change = known.changes().last();
                last = new WatchedList(page(query), change, now);
                watched.put(query, last);
            }
            return last;
        }
    }

    /// @return empty when not all that changed since is remembered
    public Optional<Set<MigrationId>> changedSince(long change) {
        return known.changes().since(change, Integer.MAX_VALUE).map(since -> Set.copyOf(since.ids()));
    }

    /// Counted at most twice a second, however many ask.
    public FleetOverview overview() {
        var known = counted;
        return known != null && isFresh(known) ? known : countAnew();
    }

    private boolean isFresh(FleetOverview known) {
        return !known.time().plus(FRESH).isBefore(clock.instant());
    }

    /// Who comes while another counts takes what that one has counted.
    private synchronized FleetOverview countAnew() {
        var known = counted;
        if (known == null || !isFresh(known)) {
            known = count(clock.instant());
            counted = known;
        }
        return known;
    }

    private FleetOverview count(Instant now) {
        var statuses = known.all().toList();
        var listed = FleetQuery.rows(statuses, this::row);
        if (rows.size() > listed.size()) {
            rows.keySet().removeIf(id -> known.find(id).isEmpty());
        }
        var inHand = live.tasksInHand();
        var listening = live.lookingSince();
        return new FleetOverview(
                counts(listed.stream().map(row -> row.state().text())),
                counts(listed.stream().flatMap(row -> row.attention().stream()).map(Attention::text)),
                deadLetters.byTopic(),
                counts(live.workers(inHand).stream().map(worker -> worker.state().text())),
                listening.map(_ -> inHand.size()),
                listening.map(_ -> live.tasksWaiting()),
                listed.stream()
                        .mapToLong(row -> row.bytesPerSecond().orElse(0L))
                        .sum(),
                now);
    }

    public SlotDemand scaling() {
        var busy = live.lookingSince().map(_ -> live.tasksInHand().size());
        return new SlotDemand(
                busy.map(_ -> known.all()
                        .mapToInt(status -> SlotsWanted.of(status, live.tasksOpen(status.id())))
                        .sum()),
                busy,
                clock.instant());
    }

    private static Map<String, Integer> counts(Stream<String> words) {
        var counts = new TreeMap<String, Integer>();
        words.forEach(word -> counts.merge(word, 1, Integer::sum));
        return counts;
    }
}
