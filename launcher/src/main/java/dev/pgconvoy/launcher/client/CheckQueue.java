package dev.pgconvoy.launcher.client;

import dev.pgconvoy.fleet.FleetLimits;
import dev.pgconvoy.migration.MigrationId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Predicate;

/// Which of many checks may begin: as many at once as the limits of the fleet allow of its
/// migrations. A target for which no limit is given may be looked at by any number.
final class CheckQueue {

    private final int most;
    private final FleetLimits limits;
    private final Map<MigrationId, ServerCheck> running = new HashMap<>();
    private Queue<ServerCheck> waiting;

    /// @param most in all, whatever the limits say of that
    /// @param limits of a source host, of a target host, and of the values of labels
    CheckQueue(List<ServerCheck> checks, int most, FleetLimits limits) {
        this.waiting = new ArrayDeque<>(checks);
        this.most = most;
        this.limits = limits;
    }

    /// Those that may begin now; they count as running.
    List<ServerCheck> next() {
        var begun = new ArrayList<ServerCheck>();
        var left = new ArrayDeque<ServerCheck>();
        for (var check : waiting) {
            if (running.size() < most && hasPlaces(check)) {
                running.put(check.id(), check);
                begun.add(check);
            } else {
                left.add(check);
            }
        }
        waiting = left;
        return begun;
    }

    private boolean hasPlaces(ServerCheck check) {
        var source = check.request().source().host();
        var target = check.request().target().host();
        return isBelow(
                        limits.perSourceHost(),
                        other -> other.request().source().host().equalsIgnoreCase(source))
                && isBelow(
                        limits.perTarget(),
                        other -> other.request().target().host().equalsIgnoreCase(target))
                && limits.perLabel().entrySet().stream()
                        .allMatch(limit -> hasPlaceByLabel(check, limit.getKey(), limit.getValue()));
    }

    private boolean hasPlaceByLabel(ServerCheck check, String label, int limit) {
        return Optional.ofNullable(check.labels().get(label))
                .map(value -> isBelow(
                        Optional.of(limit), other -> value.equals(other.labels().get(label))))
                .orElse(true);
    }

    private boolean isBelow(Optional<Integer> limit, Predicate<ServerCheck> which) {
        return limit.filter(highest -> running.values().stream().filter(which).count() >= highest)
                .isEmpty();
    }

    /// @return whether it was running
    boolean end(MigrationId id) {
        return running.remove(id) != null;
    }

    boolean isDone() {
        return waiting.isEmpty() && running.isEmpty();
    }
}
