package dev.pgconvoy.monitor.fleets;

import dev.pgconvoy.event.RequestHash;
import dev.pgconvoy.fleet.Fleet;
import dev.pgconvoy.fleet.forecast.CheckEstimates;
import dev.pgconvoy.fleet.forecast.PlannedTimes;
import dev.pgconvoy.fleet.schedule.PlanDiff;
import dev.pgconvoy.fleet.schedule.PlanDiff.Standing;
import dev.pgconvoy.fleet.status.FleetStatus;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.monitor.view.KnownMigrations;
import dev.pgconvoy.monitor.view.StatePosition;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Makes the planned schedule of a fleet when somebody asks for it, and keeps it until
/// another plan is applied. What could not be read is looked for again.
@Singleton
final class PlannedSchedules {

    private static final int MOST_KEPT = 50;

    private final PlacedPlans plans;
    private final KnownMigrations migrations;
    private final Map<String, Made> made = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Made> eldest) {
            return size() > MOST_KEPT;
        }
    };

    private record Made(Instant appliedAt, Optional<StatePosition> place, PlannedSchedule schedule) {}

    PlannedSchedules(PlacedPlans plans, KnownMigrations migrations) {
        this.plans = plans;
        this.migrations = migrations;
    }

    /// One is made at a time: a large fleet takes some seconds of all processors.
    synchronized PlannedSchedule of(FleetStatus status) {
        var place = plans.place(status.fleet());
        var known = made.get(status.fleet());
        if (known != null
                && known.appliedAt.equals(status.appliedAt())
                && known.place().equals(place)) {
            return known.schedule;
        }
        var read = place.flatMap(plans::read);
        var schedule = read.filter(plan -> isApplied(plan, status))
                .map(plan -> planned(plan, status))
                .orElseGet(() -> new PlannedSchedule(status.appliedAt(), Map.of(), Map.of()));
        if (read.isPresent()) {
            made.put(status.fleet(), new Made(status.appliedAt(), place, schedule));
        }
        return schedule;
    }

    private static boolean isApplied(Fleet plan, FleetStatus status) {
        return new PlanDiff(RequestHash::of)
                .changes(Optional.of(Standing.of(status)), plan, false, false)
                .changeNothing();
    }

    /// By what was known when the plan was applied.
    private PlannedSchedule planned(Fleet plan, FleetStatus status) {
        var known = migrations
                .all()
                .filter(migration -> !migration.requestedAt().isAfter(status.appliedAt()))
                .collect(Collectors.toMap(MigrationStatus::id, Function.identity()));
        var forecast = PlannedTimes.of(plan, status, CheckEstimates.of(plan, known));
        return new PlannedSchedule(status.appliedAt(), forecast.waves(), forecast.servers());
    }
}
