package dev.pgconvoy.monitor.live;

import dev.pgconvoy.event.CopyTask;
import dev.pgconvoy.event.TaskProgress;
import dev.pgconvoy.event.TaskProgress.Slowed;
import dev.pgconvoy.event.TaskResult;
import dev.pgconvoy.migration.DatabasePhase;
import dev.pgconvoy.migration.DatabaseProgress;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.monitor.view.KnownMigration;
import dev.pgconvoy.monitor.view.KnownMigrations;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// What all running migrations do right now. One thread writes, any may read.
@Singleton
public final class LiveMigrations {

    private final KnownMigrations known;
    private final LiveConfig config;
    private final InstantSource clock;
    private final Map<MigrationId, LiveMigration> migrations = new ConcurrentHashMap<>();
    private final LiveWorkers workers = new LiveWorkers();
    /// Of all migrations together; counted by the one thread that writes.
    private long pieces;
    private volatile Instant lookingSince;
    private volatile boolean isListening;

    /// @param tables in no order
    /// @param leftOut how many finished tables were known and are not kept
    /// @param change the number of the last change that the tables show
    /// @param slowed why the source is read more slowly than limits allow, by who
    /// reads most slowly
    public record Tables(List<TableRow> tables, long leftOut, long change, Optional<Slowed> slowed) {}

    @Inject
    LiveMigrations(KnownMigrations known, LiveConfig config, InstantSource clock) {
        this.known = known;
        this.config = config;
        this.clock = clock;
        this.lookingSince = clock.instant();
    }

    /// What was sent before now is history; whether somebody works at it is heard within seconds.
    void beginAnew() {
        migrations.clear();
        pieces = 0;
        workers.clear();
        isListening = false;
        lookingSince = clock.instant();
    }

    /// All topics are read from here on.
    void listening() {
        isListening = true;
    }

    /// Since when this monitor has heard everything; empty until it listens.
    public Optional<Instant> lookingSince() {
        return isListening ? Optional.of(lookingSince) : Optional.empty();
    }

    void sent(CopyTask task, Instant at) {
        if (isOver(task.id())) {
            return;
        }
        var live =
                migrations.computeIfAbsent(task.id(), id -> new LiveMigration(id, config.mostPiecesPerMigration(), at));
        var before = live.pieces();
        live.sent(task, at.isBefore(lookingSince), at);
        pieces += live.pieces() - before;
        keepWithinBounds();
    }

    private boolean isOver(MigrationId id) {
        return known.find(id)
                .map(KnownMigration::brief)
                .filter(MigrationStatus::isFinal)
                .isPresent();
    }

    void heard(TaskProgress progress, Instant at) {
        var live = migrations.get(progress.id());
        var isTaskKnown = live != null && live.heard(progress, at);
        workers.heard(progress.worker(), isTaskKnown, at);
    }

    void ended(TaskResult result, Instant at) {
        workers.ended(result, at);
        Optional.ofNullable(migrations.get(result.id())).ifPresent(live -> live.ended(result, at));
    }

    /// The migration with most of all has to give.
    private void keepWithinBounds() {
        if (pieces > config.mostPieces()) {
            migrations.values().stream()
                    .max(Comparator.comparingInt(LiveMigration::pieces))
                    .ifPresent(largest -> {
                        var before = largest.pieces();
                        largest.keepWithinBounds((int) Math.max(0, before - (pieces - config.mostPieces())));
                        pieces += largest.pieces() - before;
                    });
        }
    }

    /// Lets go of migrations that have been over for a while, or are not known any more.
    void sweep() {
        var ended = clock.instant().minus(config.keepEnded());
        migrations
                .entrySet()
                .removeIf(entry -> known.find(entry.getKey())
                        .map(KnownMigration::brief)
                        .map(status -> status.isFinal() && status.changedAt().isBefore(ended))
                        .orElseGet(() -> entry.getValue().since().isBefore(ended)));
        pieces = migrations.values().stream().mapToInt(LiveMigration::pieces).sum();
    }

    public Optional<Tables> tables(MigrationId id) {
        return Optional.ofNullable(migrations.get(id)).map(live -> {
            synchronized (live) {
                return new Tables(live.rows(finished(id)), live.leftOut(), live.changes(), live.slowed());
            }
        });
    }

    /// The tables that changed after that change, the earliest first.
    public Optional<Tables> tablesSince(MigrationId id, long change) {
        return Optional.ofNullable(migrations.get(id)).map(live -> {
            synchronized (live) {
                return new Tables(live.rowsSince(change, finished(id)), live.leftOut(), live.changes(), live.slowed());
            }
        });
    }

    private Set<String> finished(MigrationId id) {
        return known.find(id).stream()
                .flatMap(migration -> migration.brief().databases().stream())
                .filter(database -> database.phase() == DatabasePhase.DONE)
                .map(DatabaseProgress::database)
                .collect(Collectors.toSet());
    }

    public List<WorkerRow> workers() {
        return workers(tasksInHand());
    }

    /// @param inHand [#tasksInHand()], for who has asked for them anyway
    public List<WorkerRow> workers(List<TaskRow> inHand) {
        return workers.rows(inHand, clock.instant());
    }

    public List<TaskRow> tasksInHand() {
        return migrations.entrySet().stream()
                .filter(entry -> !isOver(entry.getKey()))
                .flatMap(entry -> entry.getValue().tasksInHand().stream())
                .toList();
    }

    /// Tasks that were sent and that no worker has told of.
    public int tasksWaiting() {
        return migrations.entrySet().stream()
                .filter(entry -> !isOver(entry.getKey()))
                .mapToInt(entry -> entry.getValue().tasksWaiting())
                .sum();
    }

    /// Tasks of a migration that were sent and have no result yet.
    public int tasksOpen(MigrationId id) {
        return Optional.ofNullable(migrations.get(id))
                .map(LiveMigration::tasksOpen)
                .orElse(0);
    }

    int pieces() {
        return migrations.values().stream().mapToInt(LiveMigration::pieces).sum();
    }
}
