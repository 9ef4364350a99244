package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.copy.Work;
import dev.pgconvoy.copy.Work.Statement;
import dev.pgconvoy.copy.Work.TableCopy;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.worker.conductor.TaskNode.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Statistics for the planner, after indexes and extended statistics exist.
final class Analyses {

    private Analyses() {}

    static List<TaskNode> of(List<List<TableCopy>> batches, List<TableName> materializedViews) {
        var nodes = new ArrayList<TaskNode>();
        for (var batch : batches) {
            nodes.add(node(
                    nodes.size(),
                    batch.stream().map(table -> statement(table.table())).toList(),
                    batch.stream().mapToLong(TableCopy::estimatedBytes).sum()));
        }
        if (!materializedViews.isEmpty()) {
            nodes.add(node(
                    nodes.size(),
                    materializedViews.stream().map(Analyses::statement).toList(),
                    0));
        }
        return List.copyOf(nodes);
    }

    private static TaskNode node(int number, List<Statement> statements, long weight) {
        return new TaskNode("analyze-" + number, Kind.ANALYZE, new Work.RunStatements(statements), Set.of(), weight);
    }

    private static Statement statement(TableName table) {
        return new Statement("analyze " + table.quoted(), table.toString(), "ANALYZE " + table.quoted());
    }
}
