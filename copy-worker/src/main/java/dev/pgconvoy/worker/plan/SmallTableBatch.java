package dev.pgconvoy.worker.plan;

import dev.pgconvoy.copy.Work;
import dev.pgconvoy.copy.Work.Statement;
import dev.pgconvoy.copy.Work.TableCopy;
import dev.pgconvoy.worker.plan.TaskNode.Kind;
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

    String copyId() {
        return "copy %s and more".formatted(copies.getFirst().unit());
    }

    List<TocEntry> entries() {
        return builds.stream().flatMap(List::stream).toList();
    }

    TaskNode copyAndBuild() {
        return new TaskNode(
                copyId(),
                Kind.COPY,
                new Work.CopyTables(copies, built()),
                Set.of(),
                weight(),
                () -> apart(number -> copy(number, built(number))));
    }

    TaskNode copy() {
        return new TaskNode(
                copyId(),
                Kind.COPY,
                new Work.CopyTables(copies, List.of()),
                Set.of(),
                weight(),
                () -> apart(number -> copy(number, List.of())));
    }

    TaskNode build(String copied) {
        return new TaskNode(
                "build after " + copyId().substring("copy ".length()),
                Kind.BUILD,
                new Work.RunStatements(built()),
                Set.of(copied),
                weight(),
                () -> apart(number -> new TaskNode(
                        "build after " + copies.get(number).unit(),
                        Kind.BUILD,
                        new Work.RunStatements(built(number)),
                        Set.of(),
                        copies.get(number).estimatedBytes())));
    }

    private TaskNode copy(int number, List<Statement> afterwards) {
        var copy = copies.get(number);
        return new TaskNode(
                "copy " + copy.unit(),
                Kind.COPY,
                new Work.CopyTables(List.of(copy), afterwards),
                Set.of(),
                copy.estimatedBytes());
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
