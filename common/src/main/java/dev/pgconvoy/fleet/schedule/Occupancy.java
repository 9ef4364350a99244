package dev.pgconvoy.fleet.schedule;

import dev.pgconvoy.fleet.FleetLimits;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

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

    private enum End {
        SOURCE,
        TARGET
    }

    private record Host(End end, String name) {}

    private record Label(String fleet, String label, String value) {}

    private int all;
    private final Map<Host, Map<String, Integer>> hosts = new HashMap<>();
    private final Map<Host, Map<String, Integer>> written = new HashMap<>();
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
        hosts.computeIfAbsent(source(uses), _ -> new HashMap<>()).merge(fleet, change, Integer::sum);
        hosts.computeIfAbsent(target(uses), _ -> new HashMap<>()).merge(fleet, change, Integer::sum);
        if (use == Use.MIGRATION) {
            written.computeIfAbsent(target(uses), _ -> new HashMap<>()).merge(fleet, change, Integer::sum);
        }
        uses.labels().forEach((label, value) -> labels.merge(new Label(fleet, label, value), change, Integer::sum));
    }

    int all() {
        return all;
    }

    int ofFleet(String fleet) {
        return fleets.getOrDefault(fleet, 0);
    }

    private static Host source(UsedLimits uses) {
        return new Host(End.SOURCE, uses.sourceHost());
    }

    private static Host target(UsedLimits uses) {
        return new Host(End.TARGET, uses.targetHost());
    }

    /// What one pass over all that wait still has to give. Servers that are overdue claim what is free of what they
    /// need, so that nobody younger takes it.
    final class Offer {

        private final Map<String, FleetLimits> limits;
        private final Map<Host, Integer> claimedHosts = new HashMap<>();
        private final Map<Label, Integer> claimedLabels = new HashMap<>();

        /// @param limits of every fleet, by name
        Offer(Map<String, FleetLimits> limits) {
            this.limits = limits;
        }

        boolean admits(String fleet, UsedLimits uses, Use use) {
            return isBelow(fleet, source(uses), hosts, this::given)
                    && isBelow(fleet, target(uses), hosts, this::given)
                    && (use == Use.CHECK || isBelow(fleet, target(uses), written, this::usual))
                    && hasPlacesByLabel(fleet, uses);
        }

        void claim(String fleet, UsedLimits uses) {
            claimedHosts.merge(source(uses), 1, Integer::sum);
            claimedHosts.merge(target(uses), 1, Integer::sum);
            uses.labels()
                    .forEach((label, value) -> claimedLabels.merge(new Label(fleet, label, value), 1, Integer::sum));
        }

        private boolean isBelow(
                String fleet,
                Host host,
                Map<Host, Map<String, Integer>> counted,
                BiFunction<FleetLimits, Host, Optional<Integer>> limitOf) {
            var users = counted.getOrDefault(host, Map.of());
            var smallest = limit(fleet, host, limitOf);
            for (var user : users.entrySet()) {
                if (user.getValue() > 0) {
                    smallest = Math.min(smallest, limit(user.getKey(), host, limitOf));
                }
            }
            return smallest == Integer.MAX_VALUE || sum(users.values()) + claimedHosts.getOrDefault(host, 0) < smallest;
        }

        private int limit(String fleet, Host host, BiFunction<FleetLimits, Host, Optional<Integer>> limitOf) {
            return Optional.ofNullable(limits.get(fleet))
                    .flatMap(of -> limitOf.apply(of, host))
                    .orElse(Integer.MAX_VALUE);
        }

        private Optional<Integer> given(FleetLimits of, Host host) {
            return switch (host.end()) {
                case SOURCE -> of.perSourceHost();
                case TARGET -> of.perTarget();
            };
        }

        /// Of a target for which none is given.
        private Optional<Integer> usual(FleetLimits of, Host host) {
            return given(of, host).isPresent() ? Optional.empty() : Optional.of(TARGET_TAKES);
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

    private static int sum(Collection<Integer> counts) {
        var sum = 0;
        for (var count : counts) {
            sum += count;
        }
        return sum;
    }
}
