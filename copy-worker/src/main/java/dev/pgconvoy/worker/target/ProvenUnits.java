package dev.pgconvoy.worker.target;

import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.worker.ledger.DoneUnit;
import dev.pgconvoy.worker.ledger.Ledger;
import dev.pgconvoy.worker.plan.TaskNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the ledger holds of tasks that are said to be done. Messages are hints: only what stands in the ledger was
/// done.
public final class ProvenUnits {

    private ProvenUnits() {}

    /// @param plan all of whose units must be in the ledger, whatever was said of them
    /// @param done the tasks by which its work was done
    /// @return the results of each done task's units, from the ledger
    /// @throws MigrationException when a unit is missing; the next attempt does it
    public static Map<TaskNode, List<DoneUnit>> read(Connection target, List<TaskNode> plan, List<TaskNode> done)
            throws SQLException {
        return of(plan, done, Ledger.readWithTimes(target, units(Stream.concat(plan.stream(), done.stream()))));
    }

    private static List<String> units(Stream<TaskNode> nodes) {
        return nodes.flatMap(node -> node.work().units().stream()).distinct().toList();
    }

    static Map<TaskNode, List<DoneUnit>> of(List<TaskNode> plan, List<TaskNode> done, List<DoneUnit> ledger) {
        var found =
                ledger.stream().collect(Collectors.toMap(unit -> unit.result().unit(), Function.identity()));
        for (var unit : units(plan.stream())) {
            proven(unit, found);
        }
        var proven = new LinkedHashMap<TaskNode, List<DoneUnit>>();
        for (var node : done) {
            proven.put(
                    node,
                    node.work().units().stream()
                            .map(unit -> proven(unit, found))
                            .toList());
        }
        return proven;
    }

    private static DoneUnit proven(String unit, Map<String, DoneUnit> found) {
        var result = found.get(unit);
        if (result == null) {
            throw new MigrationException(
                    FailureCode.CONTENTION,
                    unit,
                    "It counts as done, but the ledger on the target does not have it.",
                    "");
        }
        return result;
    }
}
