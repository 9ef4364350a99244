package dev.pgconvoy.fleet.status;

import java.util.List;

/// What applying a plan does to the servers of a fleet, by their names.
///
/// @param changed what has not begun and is replaced, and what has begun and is replaced because that was asked for
/// @param removed what is gone from the file and removed because that was asked for
/// @param needReplace what has begun and is left as it is: to change it, `--replace` is needed
/// @param needPrune what is gone from the file and is left as it is: to remove it, `--prune` is needed
/// @param settings whether waves, limits, windows, gates, labels, priorities or needs change
public record PlanChanges(
        List<String> added,
        List<String> changed,
        List<String> removed,
        List<String> needReplace,
        List<String> needPrune,
        boolean settings) {

    public PlanChanges {
        added = List.copyOf(added);
        changed = List.copyOf(changed);
        removed = List.copyOf(removed);
        needReplace = List.copyOf(needReplace);
        needPrune = List.copyOf(needPrune);
    }

    /// Whether applying the plan does nothing.
    public boolean changeNothing() {
        return added.isEmpty() && changed.isEmpty() && removed.isEmpty() && !settings;
    }
}
