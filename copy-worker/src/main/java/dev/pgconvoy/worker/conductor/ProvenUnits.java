package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.copy.TaskResult.UnitResult;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.worker.ledger.Ledger;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What the ledger holds of tasks that are said to be done. Messages are hints: only what stands in the ledger was
/// done.
final class ProvenUnits {

    private ProvenUnits() {}

    /// @return the results of each task's units, from the ledger
    /// @throws MigrationException when a unit is missing that was reported as done; the next attempt does it
    static Map<TaskNode, List<UnitResult>> read(Connection target, List<TaskNode> done) throws SQLException {
        var wanted = done.stream()
                .flatMap(node -> node.work().units().stream())
                .distinct()
                .toList();
        var found =
                Ledger.read(target, wanted).stream().collect(Collectors.toMap(UnitResult::unit, Function.identity()));
        var proven = new LinkedHashMap<TaskNode, List<UnitResult>>();
        for (var node : done) {
            var units = new ArrayList<UnitResult>();
            for (var unit : node.work().units()) {
                var result = found.get(unit);
                if (result == null) {
                    throw new MigrationException(
                            FailureCode.CONTENTION,
                            unit,
                            "It was reported as done, but the ledger on the target does not have it.",
                            "");
                }
                units.add(result);
            }
            proven.put(node, units);
        }
        return proven;
    }
}
