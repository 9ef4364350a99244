package dev.pgconvoy.launcher.fleet.view;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.pgconvoy.fleet.status.PlanChanges;

/// What applying a fleet file would do.
public record FleetPlan(String fleet, PlanChanges changes) {

    @JsonIgnore
    public boolean isWhatIsApplied() {
        return changes.changeNothing()
                && changes.needReplace().isEmpty()
                && changes.needPrune().isEmpty();
    }
}
