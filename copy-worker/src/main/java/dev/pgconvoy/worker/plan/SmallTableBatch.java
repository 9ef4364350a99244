package dev.pgconvoy.worker.plan;

import dev.pgconvoy.copy.TaskKind;
import dev.pgconvoy.copy.Work;
import dev.pgconvoy.copy.Work.Statement;
import dev.pgconvoy.copy.Work.TableCopy;
import dev.pgconvoy.worker.schema.TocEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Small tables that are copied, indexed and analyzed in one task, or in two; and, should it fail, each alone.
///
/// @param copies largest first
/// @param builds of each, in the same order
record SmallTableBatch(List<TableCopy> copies, List<List<TocEntry>> builds) {

    List<TocEntry> entries() {
        return builds.stream().flatMap(List::stream).toList();
    }

    /// @param after copies that it waits for
    TaskNode copyAndBuild(String id, Set<String> after) {
        return new TaskNode(
                id,
                TaskKind.COPY,
                new Work.CopyTables(copies, built()),
                after,
                weight(),
                () -> apart(number -> copy(partId(id, number), number, built(number))));
    }

    TaskNode copy(String id, Set<String> after) {
        return new TaskNode(
                id,
                TaskKind.COPY,
                new Work.CopyTables(copies, List.of()),
                after,
                weight(),
                () -> apart(number -> copy(partId(id, number), number, List.of())));
    }

    /// @param copied the task that copies them
    TaskNode build(String id, String copied) {
        return new TaskNode(
                id,
                TaskKind.BUILD,
                new Work.RunStatements(built()),
                Set.of(copied),
                weight(),
                () -> apart(number -> new TaskNode(
                        partId(id, number),
                        TaskKind.BUILD,
                        new Work.RunStatements(built(number)),
                        Set.of(),
                        copies.get(number).estimatedBytes())));
    }

    private static String partId(String id, int number) {
        return "%s-%d".formatted(id, number + 1);
    }

    private TaskNode copy(String id, int number, List<Statement> afterwards) {
        var copy = copies.get(number);
        return new TaskNode(
                id, TaskKind.COPY, new Work.CopyTables(List.of(copy), afterwards), Set.of(), copy.estimatedBytes());
    }

    private List<Statement> built() {
        return IntStream.range(0, copies.size())
                .boxed()
                .flatMap(number -> built(number).stream())
                .toList();
    }

    private List<Statement> built(int number) {
        return Stream.concat(
                        builds.get(number).stream().map(TaskPlan::statement),
                        Stream.of(Statement.analyze(copies.get(number).table())))
                .toList();
    }

    private long weight() {
        return copies.stream().mapToLong(TableCopy::estimatedBytes).sum();
    }

    private Map<String, TaskNode> apart(IntFunction<TaskNode> alone) {
        var apart = new LinkedHashMap<String, TaskNode>();
        if (copies.size() > 1) {
            for (var number = 0; number < copies.size(); number++) {
                apart.put(copies.get(number).table().quoted(), alone.apply(number));
            }
        }
        return apart;
    }
}
