package dev.pgconvoy.monitor.console;

import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.monitor.brokers.DeadLetterCounts;
import dev.pgconvoy.monitor.live.LiveMigrations;
import dev.pgconvoy.monitor.view.KnownMigration;
import dev.pgconvoy.monitor.view.KnownMigrations;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// All migrations as the console lists them.
@Singleton
public final class ListedMigrations {

    private static final Duration FRESH = Duration.ofMillis(500);

    private final KnownMigrations known;
    private final LiveMigrations live;
    private final DeadLetterCounts deadLetters;
    private final InstantSource clock;
    private volatile @Nullable FleetOverview counted;

    /// Rows that changed, and migrations that are kept no longer.
    ///
    /// @param change the number of the last change that they show
    public record Changes(List<MigrationRow> migrations, List<MigrationId> forgotten, long change) {}

    ListedMigrations(KnownMigrations known, LiveMigrations live, DeadLetterCounts deadLetters, InstantSource clock) {
        this.known = known;
        this.live = live;
        this.deadLetters = deadLetters;
        this.clock = clock;
    }

    public FleetQuery.Page page(FleetQuery query) {
        return query.of(known.all().toList());
    }

    public long lastChange() {
        return known.changes().last();
    }

    /// @return empty when not all that changed since is remembered
    public Optional<Changes> changesSince(long change, int most) {
        return known.changes().since(change, most).map(since -> {
            var statuses = new ArrayList<MigrationStatus>();
            var forgotten = new ArrayList<MigrationId>();
            for (var id : since.ids()) {
                known.find(id).map(KnownMigration::brief).ifPresentOrElse(statuses::add, () -> forgotten.add(id));
            }
            var rows = statuses.isEmpty()
                    ? List.<MigrationRow>of()
                    : FleetQuery.rows(statuses, known.all().toList());
            return new Changes(rows, forgotten, since.upTo());
        });
    }

    /// Counted at most twice a second, however many ask.
    public FleetOverview overview() {
        var known = counted;
        var now = clock.instant();
        if (known == null || known.time().plus(FRESH).isBefore(now)) {
            known = count(now);
            counted = known;
        }
        return known;
    }

    private FleetOverview count(Instant now) {
        var statuses = known.all().toList();
        var rows = FleetQuery.rows(statuses, statuses);
        var workers = live.workers();
        var listening = live.lookingSince();
        return new FleetOverview(
                counts(rows.stream().map(row -> row.state().text())),
                counts(rows.stream().flatMap(row -> row.attention().stream()).map(Attention::text)),
                deadLetters.byTopic(),
                counts(workers.stream().map(worker -> worker.state().text())),
                listening.map(_ -> live.tasksInHand().size()),
                listening.map(_ -> live.tasksWaiting()),
                rows.stream().mapToLong(row -> row.bytesPerSecond().orElse(0L)).sum(),
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
