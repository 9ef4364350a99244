package dev.pgconvoy.monitor.console;

import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.monitor.live.DeadLetterCounts;
import dev.pgconvoy.monitor.live.LiveMigrations;
import dev.pgconvoy.monitor.view.KnownMigration;
import dev.pgconvoy.monitor.view.KnownMigrations;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// All migrations as the console lists them.
@Singleton
public final class Fleet {

    private final KnownMigrations known;
    private final LiveMigrations live;
    private final DeadLetterCounts deadLetters;
    private final InstantSource clock;

    /// Rows that changed, and migrations that are kept no longer.
    ///
    /// @param change the number of the last change that they show
    public record Changes(List<MigrationRow> migrations, List<MigrationId> forgotten, long change) {}

    Fleet(KnownMigrations known, LiveMigrations live, DeadLetterCounts deadLetters, InstantSource clock) {
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

    public Overview overview() {
        var statuses = known.all().toList();
        var rows = FleetQuery.rows(statuses, statuses);
        var workers = live.workers();
        return new Overview(
                counts(rows.stream().map(row -> row.state().text())),
                counts(rows.stream().flatMap(row -> row.attention().stream()).map(Attention::text)),
                deadLetters.byTopic(),
                counts(workers.stream().map(worker -> worker.state().text())),
                live.tasksInHand().size(),
                live.tasksWaiting(),
                rows.stream().mapToLong(row -> row.bytesPerSecond().orElse(0L)).sum(),
                clock.instant());
    }

    private static Map<String, Integer> counts(Stream<String> words) {
        var counts = new TreeMap<String, Integer>();
        words.forEach(word -> counts.merge(word, 1, Integer::sum));
        return counts;
    }
}
