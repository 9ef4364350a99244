package dev.pgconvoy.monitor.console;

import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.monitor.view.KnownMigrations;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// How fast rows flow, looked at every few seconds: of each migration since this monitor
/// has first seen something flow, and of all together in the last hour. A migration that
/// stands still or has ended is not measured. Memory is bounded: of the migrations that
/// have ended the oldest are forgotten first, and one that finds no room is not measured.
@Startup
@Singleton
public final class ThroughputHistory {

    static final int MOST_MIGRATIONS = 1_000;

    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final Duration TOTAL_SPAN = Duration.ofSeconds(30);

    private final KnownMigrations known;
    private final InstantSource clock;
    private final RateSeries total;
    private final Map<MigrationId, RateSeries> migrations = new LinkedHashMap<>();
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("pgconvoy-throughput").factory());

    ThroughputHistory(KnownMigrations known, InstantSource clock) {
        this.known = known;
        this.clock = clock;
        this.total = new RateSeries(clock.instant(), TOTAL_SPAN, false);
        var _ = ticker.scheduleAtFixedRate(this::sample, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    @PreDestroy
    void stop() {
        ticker.shutdownNow();
    }

    /// Of all running migrations, in the last hour.
    public synchronized Throughput total() {
        return total.shown();
    }

    public synchronized Throughput of(MigrationId id) {
        return Optional.ofNullable(migrations.get(id))
                .map(RateSeries::shown)
                .orElseGet(() -> Throughput.none(clock.instant()));
    }

    synchronized void sample() {
        var now = clock.instant();
        var sum = 0L;
        for (var status : known.all().filter(ThroughputHistory::isMeasured).toList()) {
            var rate =
                    MigrationRow.of(status, Optional.empty()).bytesPerSecond().orElse(0L);
            sum += rate;
            add(status.id(), now, rate);
        }
        total.add(now, sum);
    }

    private static boolean isMeasured(MigrationStatus status) {
        return !status.isFinal() && status.stalledSince().isEmpty();
    }

    private void add(MigrationId id, Instant now, long rate) {
        var series = migrations.get(id);
        if (series == null && rate > 0 && hasRoom()) {
            series = new RateSeries(now, EVERY, true);
            migrations.put(id, series);
        }
        if (series != null) {
            series.add(now, rate);
        }
    }

    private boolean hasRoom() {
        if (migrations.size() < MOST_MIGRATIONS) {
            return true;
        }
        var ended = migrations.keySet().stream()
                .filter(id -> known.find(id)
                        .filter(migration -> !migration.brief().isFinal())
                        .isEmpty())
                .findFirst();
        ended.ifPresent(migrations::remove);
        return ended.isPresent();
    }
}
