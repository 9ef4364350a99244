package dev.pgconvoy.launcher.fleet.view;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.pgconvoy.fleet.forecast.FleetForecast;
import dev.pgconvoy.fleet.status.PlanChanges;

/// What applying a fleet file would do, and when its servers would then migrate.
///
/// @param revision of the fleet that it was made against; 0 when it is not applied
public record FleetPlan(String fleet, long revision, PlanChanges changes, FleetForecast schedule) {

    @JsonIgnore
    public boolean isWhatIsApplied() {
        return changes.changeNothing()
                && changes.needReplace().isEmpty()
                && changes.needPrune().isEmpty();
    }
}
