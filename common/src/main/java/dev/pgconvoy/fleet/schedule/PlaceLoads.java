package dev.pgconvoy.fleet.schedule;

import dev.pgconvoy.fleet.Wave;
import java.time.Duration;
import java.util.List;

/// How much work waits for each place of a fleet, divided by how much of it may run at once.
final class PlaceLoads {

    private final FleetRun fleet;
    private final int atOnce;
    /// By the number of the place.
    private final long[] seconds;
    private long all;

    PlaceLoads(FleetRun fleet, Wave wave, List<ServerRun> waiting, SchedulerSettings settings) {
        this.fleet = fleet;
        this.atOnce = Math.min(
                Math.min(
                        settings.atOnce(),
                        fleet.layout().fleet().spec().limits().total().orElse(Integer.MAX_VALUE)),
                wave.maxConcurrent().orElse(Integer.MAX_VALUE));
        this.seconds = new long[fleet.layout().placeCount()];
        for (var run : waiting) {
            var expected = fleet.expected(run).toSeconds();
            all += expected;
            for (var place : fleet.layout().placesOf(run.server())) {
                seconds[place.number()] += expected;
            }
        }
    }

    Urgency urgencyOf(ServerRun run) {
        var longest = all / atOnce;
        for (var place : fleet.layout().placesOf(run.server())) {
            longest = Math.max(longest, seconds[place.number()] / place.most());
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

    /// Which server of a fleet begins first: by priority; then what has failed before; then
    /// the one with which the most is still to come, by its places or by those that wait
    /// for it; then the one that ends last, with those.
    ///
    /// @param load how long the work takes at least that waits for the scarcest of its
    /// places, or for it
    /// @param tail how long it takes with all that waits for it
    record Urgency(int priority, int failures, Duration load, Duration tail, String server)
            implements Comparable<Urgency> {

        @Override
        public int compareTo(Urgency other) {
            var order = Integer.compare(other.priority, priority);
            order = order != 0 ? order : Integer.compare(other.failures, failures);
            order = order != 0 ? order : other.load.compareTo(load);
            order = order != 0 ? order : other.tail.compareTo(tail);
            return order != 0 ? order : server.compareTo(other.server);
        }
    }
}
