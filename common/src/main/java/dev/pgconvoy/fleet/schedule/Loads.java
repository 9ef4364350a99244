package dev.pgconvoy.fleet.schedule;

import dev.pgconvoy.fleet.Wave;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How much work waits for each place of a fleet, divided by how much of it may run at once.
final class Loads {

    private final FleetRun fleet;
    private final int atOnce;
    private final Map<String, Long> seconds = new HashMap<>();
    private long all;

    Loads(FleetRun fleet, Wave wave, List<ServerRun> waiting, SchedulerSettings settings) {
        this.fleet = fleet;
        this.atOnce = Math.min(
                Math.min(
                        settings.atOnce(),
                        fleet.layout().fleet().spec().limits().total().orElse(Integer.MAX_VALUE)),
                wave.maxConcurrent().orElse(Integer.MAX_VALUE));
        for (var run : waiting) {
            var expected = fleet.expected(run).toSeconds();
            all += expected;
            for (var place : fleet.layout().placesOf(run.server())) {
                seconds.merge(place.name(), expected, Long::sum);
            }
        }
    }

    Urgency urgencyOf(ServerRun run) {
        var longest = all / atOnce;
        for (var place : fleet.layout().placesOf(run.server())) {
            longest = Math.max(longest, seconds.getOrDefault(place.name(), 0L) / place.most());
        }
        var tail = fleet.layout().tail(run.server());
        var expected = fleet.expected(run);
        var own = tail.compareTo(expected) > 0 ? tail : expected;
        return new Urgency(
                fleet.layout().known(run.server()).priority(),
                run.failures(),
                Duration.ofSeconds(Math.max(longest, own.toSeconds())),
                own,
                run.server());
    }

    /// How many checks of the same servers must follow each other for the limits of the fleet.
    static int turnsOfChecks(FleetRun fleet, List<ServerRun> servers) {
        var total = fleet.layout().fleet().spec().limits().total();
        var waiting = new HashMap<String, Integer>();
        var turns = total.map(most -> Math.ceilDiv(servers.size(), most)).orElse(0);
        for (var run : servers) {
            for (var place : fleet.layout().placesOf(run.server())) {
                if (place.given()) {
                    var count = waiting.merge(place.name(), 1, Integer::sum);
                    turns = Math.max(turns, Math.ceilDiv(count, place.most()));
                }
            }
        }
        return turns;
    }

    /// Which server of a fleet begins first: by priority; then what has failed before; then the one
    /// with which the most is still to come, by its places or by those that wait for it; then the
    /// one that ends last, with those.
    ///
    /// @param load how long the work takes at least that waits for the scarcest of its places, or for it
    /// @param tail how long it takes with all that waits for it
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
