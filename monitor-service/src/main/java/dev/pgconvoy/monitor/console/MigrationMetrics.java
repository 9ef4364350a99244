package dev.pgconvoy.monitor.console;

import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.monitor.view.KnownMigration;
import dev.pgconvoy.monitor.view.KnownMigrations;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// What running migrations do, each under its name, of at most so many. What is not known has no sample.
@Startup
@Singleton
final class MigrationMetrics {

    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final Comparator<MigrationStatus> FIRST_REQUESTED =
            Comparator.comparing(MigrationStatus::requestedAt).thenComparing(MigrationStatus::id);

    private final KnownMigrations known;
    private final MetricsConfig config;
    private final InstantSource clock;
    private final MultiGauge copied;
    private final MultiGauge expected;
    private final MultiGauge throughput;
    private final MultiGauge age;
    private final MultiGauge phase;
    private final AtomicInteger leftOut;
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("pgconvoy-metrics").factory());

    private record Sample(MigrationRow row, Optional<Instant> phaseSince) {}

    MigrationMetrics(KnownMigrations known, MetricsConfig config, InstantSource clock, MeterRegistry registry) {
        this.known = known;
        this.config = config;
        this.clock = clock;
        copied = gauge(registry, "copied", "bytes", "Bytes that a running migration has copied");
        expected = gauge(registry, "expected", "bytes", "Bytes that it will copy, as far as they are estimated");
        throughput = gauge(registry, "throughput", "bytes_per_second", "Bytes that flow now");
        age = gauge(registry, "age", "seconds", "Time since it was requested");
        phase = gauge(registry, "phase", "seconds", "Time since its present substate began");
        leftOut = registry.gauge("pgconvoy.migrations.without.metrics", new AtomicInteger());
        var _ = ticker.scheduleAtFixedRate(this::sample, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static MultiGauge gauge(MeterRegistry registry, String name, String unit, String description) {
        return MultiGauge.builder("pgconvoy.migration." + name)
                .baseUnit(unit)
                .description(description)
                .register(registry);
    }

    @PreDestroy
    void stop() {
        ticker.shutdownNow();
    }

    void sample() {
        var running = known.all()
                .filter(status -> !status.isFinal())
                .sorted(FIRST_REQUESTED)
                .toList();
        var samples = running.stream()
                .limit(config.mostMigrations())
                .map(status -> new Sample(
                        MigrationRow.of(status, Optional.empty()),
                        known.find(status.id()).flatMap(KnownMigration::substateSince)))
                .toList();
        var now = clock.instant();
        leftOut.set(running.size() - samples.size());
        register(copied, samples, sample -> sample.row().bytes());
        register(expected, samples, sample -> sample.row().expectedBytes());
        register(throughput, samples, sample -> sample.row().bytesPerSecond());
        register(age, samples, sample -> Optional.of(seconds(sample.row().requestedAt(), now)));
        register(phase, samples, sample -> sample.phaseSince().map(since -> seconds(since, now)));
    }

    private static double seconds(Instant since, Instant now) {
        return Math.max(0, Duration.between(since, now).toMillis() / 1_000.0);
    }

    private static void register(
            MultiGauge gauge, List<Sample> samples, Function<Sample, Optional<? extends Number>> value) {
        gauge.register(
                samples.stream()
                        .flatMap(sample ->
                                value
                                        .apply(sample)
                                        .map(number -> MultiGauge.Row.of(tags(sample.row()), number))
                                        .stream())
                        .toList(),
                true);
    }

    private static Tags tags(MigrationRow row) {
        return Tags.of(
                "migration", row.id().toString(), "substate", row.substate().text());
    }
}
