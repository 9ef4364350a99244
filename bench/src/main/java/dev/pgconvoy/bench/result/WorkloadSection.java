package dev.pgconvoy.bench.result;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// One workload's part of the page.
final class WorkloadSection {

    private static final String OURS = "pgconvoy";
    private static final int PAIRS = 3;

    private WorkloadSection() {}

    static String text(WorkloadResult result) {
        var text = new StringBuilder("## %s\n\n%s.\n\n".formatted(result.workload(), result.about()));
        text.append("%s on the source, scale %s, network: %s. pgconvoy: %s; pgcopydb: `%s`.%n%n"
                .formatted(
                        result.size(),
                        NumberFormat.plain(result.scale()),
                        result.network(),
                        result.pgconvoyOptions(),
                        result.pgcopydbOptions()));
        text.append(table(result)).append('\n');
        result.failures()
                .forEach(failed -> text.append("- %s failed, so it has no number: `%s`%n"
                        .formatted(failed.contender(), firstLine(failed.message()))));
        text.append(parts(result));
        byContender(result).forEach((contender, runs) -> text.append(EstimateLines.of(contender, runs)));
        return text.append("%n%s%n".formatted(facts(result.environment()))).toString();
    }

    private static String table(WorkloadResult result) {
        var table = new MarkdownTable(
                "contender",
                "runs",
                "wall s (fastest–slowest)",
                "CPU client s",
                "CPU source s",
                "CPU target s",
                "pgconvoy / it",
                "bar");
        for (var comparison : RunComparison.of(result.measurements(), OURS)) {
            table.row(
                    comparison.contender(),
                    Integer.toString(comparison.runs()),
                    "%s (%s–%s)"
                            .formatted(
                                    NumberFormat.seconds(comparison.wall()),
                                    NumberFormat.seconds(comparison.fastest()),
                                    NumberFormat.seconds(comparison.slowest())),
                    client(comparison),
                    NumberFormat.seconds(comparison.source()),
                    NumberFormat.seconds(comparison.target()),
                    comparison.ratio().map(NumberFormat::ratio).orElse(""),
                    bar(result, comparison));
        }
        return table.text();
    }

    private static String client(RunComparison comparison) {
        var movers = NumberFormat.seconds(comparison.client());
        return comparison.others() > 0
                ? "%s + %s".formatted(movers, NumberFormat.seconds(comparison.others()))
                : movers;
    }

    private static String bar(WorkloadResult result, RunComparison comparison) {
        return result.bars().stream()
                .filter(bar -> bar.peer().equals(comparison.contender()))
                .map(bar -> bar.verified() ? verifiedBar(result, bar) : bar(result, comparison, bar))
                .collect(Collectors.joining("; "));
    }

    private static String bar(WorkloadResult result, RunComparison comparison, WorkloadResult.Bar bar) {
        return "≤ %s: %s".formatted(NumberFormat.ratio(bar.ratio()), verdict(result, comparison, bar));
    }

    /// With its ratio, because the column before it has the one of `--verify off`.
    private static String verifiedBar(WorkloadResult result, WorkloadResult.Bar bar) {
        return RunComparison.of(result.measurements(), bar)
                .map(comparison -> "--verify full %s %s"
                        .formatted(
                                comparison.ratio().map(NumberFormat::ratio).orElse("?"), bar(result, comparison, bar)))
                .orElse("");
    }

    /// Only the full size and enough pairs decide.
    static String verdict(WorkloadResult result, RunComparison comparison, WorkloadResult.Bar bar) {
        if (result.scale() != 1 || comparison.runs() < PAIRS) {
            return "a trial only";
        }
        return comparison
                .ratio()
                .map(ratio -> ratio <= bar.ratio() ? "reached" : "**not reached**")
                .orElse("not measured");
    }

    /// The medians of each contender's own parts.
    private static String parts(WorkloadResult result) {
        var lines = new StringBuilder();
        result.measurements().stream()
                .filter(run -> !run.parts().isEmpty())
                .collect(Collectors.groupingBy(Measurement::contender, TreeMap::new, Collectors.toList()))
                .forEach((contender, runs) -> lines.append("- %s: %s%n".formatted(contender, parts(runs))));
        return lines.toString();
    }

    static Map<String, List<Measurement>> byContender(WorkloadResult result) {
        return result.measurements().stream()
                .collect(Collectors.groupingBy(Measurement::contender, TreeMap::new, Collectors.toList()));
    }

    private static String parts(List<Measurement> runs) {
        return runs.stream()
                .flatMap(run -> run.parts().entrySet().stream())
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey,
                        LinkedHashMap::new,
                        Collectors.mapping(Map.Entry::getValue, Collectors.toList())))
                .entrySet()
                .stream()
                .map(part -> "%s %s s".formatted(part.getKey(), NumberFormat.seconds(Median.of(part.getValue()))))
                .collect(Collectors.joining("; "));
    }

    static String facts(MeasurementEnvironment environment) {
        return environment.facts().entrySet().stream()
                .map(fact -> "%s: %s".formatted(fact.getKey(), fact.getValue()))
                .collect(Collectors.joining("; ", "<sub>", "</sub>"));
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("").replace('`', '\'');
    }
}
