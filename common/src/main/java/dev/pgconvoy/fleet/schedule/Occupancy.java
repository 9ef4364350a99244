package dev.pgconvoy.fleet.schedule;

import dev.pgconvoy.fleet.FleetLimits;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// What is in use of everything that a limit counts, by all fleets.
///
/// A host is shared: whoever uses it, every fleet with a migration there has its limit kept.
final class Occupancy {

    /// A target server has one migration at a time; another one would only wait for it and hold a place.
    static final int TARGET_TAKES = 1;

    /// What takes a place. Checks take the same places, but read only: where no limit is
    /// given for a target, any number of them may look at it.
    enum Use {
        MIGRATION,
        CHECK
    }

    private record Label(String fleet, String label, String value) {}

    private int all;
    /// By host, and then by fleet.
    private final Map<String, Map<String, Integer>> sources = new HashMap<>();
    private final Map<String, Map<String, Integer>> targets = new HashMap<>();
    private final Map<String, Map<String, Integer>> written = new HashMap<>();
    private final Map<Label, Integer> labels = new HashMap<>();
    private final Map<String, Integer> fleets = new HashMap<>();

    void begin(String fleet, UsedLimits uses, Use use) {
        count(fleet, uses, use, 1);
    }

    void end(String fleet, UsedLimits uses, Use use) {
        count(fleet, uses, use, -1);
    }

    private void count(String fleet, UsedLimits uses, Use use, int change) {
        all += change;
        fleets.merge(fleet, change, Integer::sum);
        sources.computeIfAbsent(uses.sourceHost(), _ -> new HashMap<>()).merge(fleet, change, Integer::sum);
        targets.computeIfAbsent(uses.targetHost(), _ -> new HashMap<>()).merge(fleet, change, Integer::sum);
        if (use == Use.MIGRATION) {
            written.computeIfAbsent(uses.targetHost(), _ -> new HashMap<>()).merge(fleet, change, Integer::sum);
        }
        uses.labels().forEach((label, value) -> labels.merge(new Label(fleet, label, value), change, Integer::sum));
    }

    int all() {
        return all;
    }

    int ofFleet(String fleet) {
        return fleets.getOrDefault(fleet, 0);
    }

    /// What one pass over all that wait still has to give. Servers that are overdue claim what is free of what they
    /// need, so that nobody younger takes it.
    final class Offer {

        private final Map<String, FleetLimits> limits;
        private final Map<String, Integer> claimedSources = new HashMap<>();
        private final Map<String, Integer> claimedTargets = new HashMap<>();
        private final Map<Label, Integer> claimedLabels = new HashMap<>();

        /// @param limits of every fleet, by name
        Offer(Map<String, FleetLimits> limits) {
            this.limits = limits;
        }

        boolean admits(String fleet, UsedLimits uses, Use use) {
            return isBelow(fleet, uses.sourceHost(), sources, claimedSources, FleetLimits::perSourceHost)
                    && isBelow(fleet, uses.targetHost(), targets, claimedTargets, FleetLimits::perTarget)
                    && (use == Use.CHECK || isBelow(fleet, uses.targetHost(), written, claimedTargets, Offer::usual))
                    && hasPlacesByLabel(fleet, uses);
        }

        void claim(String fleet, UsedLimits uses) {
            claimedSources.merge(uses.sourceHost(), 1, Integer::sum);
            claimedTargets.merge(uses.targetHost(), 1, Integer::sum);
            uses.labels()
                    .forEach((label, value) -> claimedLabels.merge(new Label(fleet, label, value), 1, Integer::sum));
        }

        private boolean isBelow(
                String fleet,
                String host,
                Map<String, Map<String, Integer>> counted,
                Map<String, Integer> claimed,
                Function<FleetLimits, Optional<Integer>> limitOf) {
            var smallest = limit(fleet, limitOf);
            int used = claimed.getOrDefault(host, 0);
            for (var user : counted.getOrDefault(host, Map.of()).entrySet()) {
                used += user.getValue();
                if (user.getValue() > 0 && !user.getKey().equals(fleet)) {
                    smallest = Math.min(smallest, limit(user.getKey(), limitOf));
                }
            }
            return used < smallest;
        }

        private int limit(String fleet, Function<FleetLimits, Optional<Integer>> limitOf) {
            return Optional.ofNullable(limits.get(fleet)).flatMap(limitOf).orElse(Integer.MAX_VALUE);
        }

        /// Of a target for which none is given.
        private static Optional<Integer> usual(FleetLimits of) {
            return of.perTarget().isPresent() ? Optional.empty() : Optional.of(TARGET_TAKES);
        }

        private boolean hasPlacesByLabel(String fleet, UsedLimits uses) {
            var limited = Optional.ofNullable(limits.get(fleet)).map(FleetLimits::perLabel);
            if (limited.isEmpty()) {
                return true;
            }
            for (var limit : limited.get().entrySet()) {
                var value = Optional.ofNullable(uses.labels().get(limit.getKey()));
                if (value.isPresent()) {
                    var label = new Label(fleet, limit.getKey(), value.get());
                    if (labels.getOrDefault(label, 0) + claimedLabels.getOrDefault(label, 0) >= limit.getValue()) {
                        return false;
                    }
                }
            }
            return true;
        }
    }
}
