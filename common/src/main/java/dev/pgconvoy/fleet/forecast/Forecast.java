package dev.pgconvoy.fleet.forecast;

import dev.pgconvoy.fleet.Fleet;
import dev.pgconvoy.fleet.WaveMembers;
import dev.pgconvoy.fleet.forecast.ForecastRun.Span;
import dev.pgconvoy.fleet.schedule.SchedulerSettings;
import dev.pgconvoy.fleet.status.FleetStatus;
import dev.pgconvoy.migration.estimate.LikelyDuration;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/// Runs a plan ahead of time, several times with durations that are drawn anew, and counts where the ends fall.
public final class Forecast {

    private static final int MOST_RUNS = 21;
    private static final int FEWEST_RUNS = 5;
    /// In a large fleet what is drawn evens out, so that fewer runs tell as much, in a time
    /// for which somebody waits.
    private static final int SERVERS_OF_ALL_RUNS = 6_300;
    private static final double P50 = 0.5;
    private static final double P90 = 0.9;
    /// In a normal distribution nine of ten lie below this many standard deviations.
    private static final double DEVIATIONS_AT_P90 = 1.2816;
    /// Where nobody has measured, one of ten takes half as long again.
    static final double USUAL_RATIO = 1.5;
    private static final long SEED = 20_260_101;

    private final SchedulerSettings settings;
    private final Map<String, LikelyDuration> estimates;

    /// @param estimates by the name of the server, where its checks have made one
    public Forecast(SchedulerSettings settings, Map<String, LikelyDuration> estimates) {
        this.settings = settings;
        this.estimates = Map.copyOf(estimates);
    }

    /// @param standing how the fleet stands; empty for a plan that was never applied
    public FleetForecast of(Fleet fleet, Optional<FleetStatus> standing, Instant now) {
        var likely = likelyDurations(fleet);
        var random = new SplittableRandom(SEED);
        var drawn = new ArrayList<Map<String, Duration>>();
        var runs = Math.clamp(SERVERS_OF_ALL_RUNS / Math.max(1, likely.size()), FEWEST_RUNS, MOST_RUNS);
        for (var run = 0; run < runs; run++) {
            var durations = new HashMap<String, Duration>();
            likely.forEach((server, duration) -> durations.put(server, draw(duration, random)));
            drawn.add(durations);
        }
        // Runs share nothing, so they go side by side.
        return summary(
                fleet,
                drawn.parallelStream()
                        .map(durations -> run(fleet, standing, now, durations))
                        .toList());
    }

    private Map<String, Span> run(
            Fleet fleet, Optional<FleetStatus> standing, Instant now, Map<String, Duration> durations) {
        return new ForecastRun(fleet, settings, server -> durations.getOrDefault(server, Duration.ZERO))
                .from(standing, now);
    }

    private Map<String, LikelyDuration> likelyDurations(Fleet fleet) {
        var likely = new LinkedHashMap<String, LikelyDuration>();
        for (var server : fleet.spec().servers()) {
            var expected =
                    server.expectedDuration().orElse(fleet.spec().defaults().expectedDuration());
            var usual = new LikelyDuration(expected, Duration.ofMillis((long) (expected.toMillis() * USUAL_RATIO)));
            likely.put(
                    server.name(),
                    Optional.ofNullable(estimates.get(server.name())).orElse(usual));
        }
        return likely;
    }

    private static Duration draw(LikelyDuration likely, SplittableRandom random) {
        var middle = Math.max(1, likely.p50().toMillis());
        var deviation = Math.log((double) Math.max(middle, likely.p90().toMillis()) / middle) / DEVIATIONS_AT_P90;
        return Duration.ofMillis((long) (middle * Math.exp(deviation * random.nextGaussian())));
    }

    private static FleetForecast summary(Fleet fleet, List<Map<String, Span>> runs) {
        var servers = new LinkedHashMap<String, LikelySpan>();
        fleet.spec()
                .servers()
                .forEach(server ->
                        span(runs, List.of(server.name())).ifPresent(span -> servers.put(server.name(), span)));
        var members = WaveMembers.of(fleet.spec());
        var waves = new LinkedHashMap<String, LikelySpan>();
        for (var index = 0; index < members.waves().size(); index++) {
            var names = members.membersOf(index, fleet.spec().servers()).stream()
                    .map(server -> server.name())
                    .toList();
            var name = members.waves().get(index).name();
            span(runs, names).ifPresent(span -> waves.put(name, span));
        }
        return new FleetForecast(span(runs, servers.keySet()), waves, servers);
    }

    /// From the first start to the last end of some servers.
    private static Optional<LikelySpan> span(List<Map<String, Span>> runs, Collection<String> servers) {
        var starts = new ArrayList<Instant>();
        var ends = new ArrayList<Instant>();
        for (var run : runs) {
            var spans = servers.stream()
                    .flatMap(server -> Optional.ofNullable(run.get(server)).stream())
                    .toList();
            spans.stream().map(Span::start).min(Instant::compareTo).ifPresent(starts::add);
            spans.stream().map(Span::end).max(Instant::compareTo).ifPresent(ends::add);
        }
        return starts.isEmpty() ? Optional.empty() : Optional.of(new LikelySpan(likely(starts), likely(ends)));
    }

    private static LikelyTime likely(List<Instant> times) {
        var sorted = times.stream().sorted().toList();
        return new LikelyTime(quantile(sorted, P50), quantile(sorted, P90));
    }

    private static Instant quantile(List<Instant> sorted, double part) {
        return sorted.get((int) Math.ceil(part * sorted.size()) - 1);
    }
}
