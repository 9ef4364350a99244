package dev.pgconvoy.fleet.schedule;

import dev.pgconvoy.fleet.Wave;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How much work waits for each place of a fleet, divided by how much of it may run at once.
final class Loads {

    private final FleetRun fleet;
    private final int atOnce;
    private final Map<String, Long> seconds = new HashMap<>();

    Loads(FleetRun fleet, Wave wave, List<ServerRun> waiting, SchedulerSettings settings) {
        this.fleet = fleet;
        this.atOnce = Math.min(
                Math.min(
                        settings.atOnce(),
                        fleet.layout().fleet().spec().limits().total().orElse(Integer.MAX_VALUE)),
                wave.maxConcurrent().orElse(Integer.MAX_VALUE));
        for (var run : waiting) {
            var expected = fleet.expected(run).toSeconds();
            placesOf(run).forEach((place, _) -> seconds.merge(place, expected, Long::sum));
        }
    }

    Urgency urgencyOf(ServerRun run) {
        var longest = 0L;
        for (var place : placesOf(run).entrySet()) {
            longest = Math.max(longest, seconds.getOrDefault(place.getKey(), 0L) / place.getValue());
        }
        var tail = fleet.layout().tail(run.server());
        var expected = fleet.expected(run);
        return new Urgency(
                fleet.layout().known(run.server()).priority(),
                run.failures(),
                Duration.ofSeconds(longest),
                tail.compareTo(expected) > 0 ? tail : expected,
                run.server());
    }

    /// Each place that it takes, and how many of it there are.
    private Map<String, Integer> placesOf(ServerRun run) {
        var limits = fleet.layout().fleet().spec().limits();
        var uses = fleet.layout().usesOf(run.server());
        var places = new HashMap<String, Integer>();
        places.put("all", atOnce);
        limits.perSourceHost().ifPresent(most -> places.put("source " + uses.sourceHost(), most));
        places.put("target " + uses.targetHost(), limits.perTarget().orElse(Occupancy.TARGET_TAKES));
        limits.perLabel()
                .forEach((label, most) -> Optional.ofNullable(uses.labels().get(label))
                        .ifPresent(value -> places.put("label " + label + "=" + value, most)));
        return places;
    }

    /// Which server of a fleet begins first: by priority; then what has failed before; then where
    /// the most work waits for the same places; then the one that ends last, with those that
    /// wait for it.
    ///
    /// @param load how long the work takes that waits for the scarcest of its places
    record Urgency(int priority, int failures, Duration load, Duration tail, String server)
            implements Comparable<Urgency> {

        private static final Comparator<Urgency> ORDER = Comparator.comparing(
                        Urgency::priority, Comparator.reverseOrder())
                .thenComparing(Urgency::failures, Comparator.reverseOrder())
                .thenComparing(Urgency::load, Comparator.reverseOrder())
                .thenComparing(Urgency::tail, Comparator.reverseOrder())
                .thenComparing(Urgency::server);

        @Override
        public int compareTo(Urgency other) {
            return ORDER.compare(this, other);
        }
    }
}
