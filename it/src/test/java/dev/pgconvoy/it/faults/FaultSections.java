package dev.pgconvoy.it.faults;

import dev.pgconvoy.campaign.ReliabilityPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Of `docs/reliability.md`: runs and recoveries of the last campaign.
/// `-Dpgconvoy.it.faults.page=../docs/reliability.md` has a campaign or a measurement write it.
final class FaultSections {

    static final String RECOVERIES = "recoveries.jsonl";

    private static final String RUNS = "pgconvoy.it.faults.runs";
    private static final String PROPERTY = "pgconvoy.it.faults.page";
    private static final String HOW = """
            Three brokers, two of each service, three workers, a source and a target behind proxies; each run is one migration (two databases of one shape in some,
            with writers on the source, cancellations, databases of others on the target) that meets a fault when it has come to a phase. After each run a checker
            that shares nothing with the engine compares both servers and reads the topics: the content is equal, exactly one end was announced, it is true of the target,
            nothing was written for two lease times after it, and no session, lock, ledger, database or process of ours is left.
            """;

    private FaultSections() {}

    static void writeIfWanted() throws IOException {
        var page = System.getProperty(PROPERTY, "");
        if (!page.isBlank()) {
            ReliabilityPage.replace(
                    Path.of(page),
                    sections(
                            lines(runsFile(), RunRecord::read),
                            lines(FaultCluster.FOLDER.resolve(RECOVERIES), RecoveryRecord::read)));
        }
    }

    static Path runsFile() {
        var file = System.getProperty(RUNS, "");
        return file.isBlank() ? FaultCluster.FOLDER.resolve("runs.jsonl") : Path.of(file);
    }

    private static <T> List<T> lines(Path path, java.util.function.Function<String, T> read) throws IOException {
        return Files.exists(path) ? Files.readAllLines(path).stream().map(read).toList() : List.of();
    }

    /// A section for each kind of which something was measured.
    static List<String> sections(List<RunRecord> runs, List<RecoveryRecord> recoveries) {
        return Stream.of(runs(runs), recoveries(recoveries))
                .filter(section -> !section.isEmpty())
                .toList();
    }

    private static String runs(List<RunRecord> runs) {
        if (runs.isEmpty()) {
            return "";
        }
        var violated = runs.stream().filter(run -> !run.violations().isEmpty()).count();
        var text = new StringBuilder("""
                ## Faults × phases

                %s
                %d runs, %d with a violation, of these commits: %s. A number is how many runs met the fault in that phase; `n!m` says that m of them found a violation; · cannot meet.
                %s

                """.formatted(HOW, runs.size(), violated, commits(runs), states(runs)));
        text.append("| fault | ")
                .append(Arrays.stream(SeenPhase.values())
                        .map(FaultSections::words)
                        .collect(Collectors.joining(" | ")))
                .append(" |\n|---|")
                .append("---|".repeat(SeenPhase.values().length))
                .append('\n');
        for (var fault : InjectedFault.values()) {
            text.append("| ").append(words(fault)).append(" | ");
            text.append(Arrays.stream(SeenPhase.values())
                            .map(phase -> fault.canMeet(phase) ? cell(runs, fault, phase) : "·")
                            .collect(Collectors.joining(" | ")))
                    .append(" |\n");
        }
        return text.toString();
    }

    private static String commits(List<RunRecord> runs) {
        return runs.stream()
                .collect(Collectors.groupingBy(RunRecord::commit, java.util.LinkedHashMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(entry -> (entry.getKey().isEmpty() ? "unknown" : entry.getKey()) + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String states(List<RunRecord> runs) {
        return "They ended as "
                + runs.stream()
                        .map(run -> String.join(" and ", run.states()))
                        .collect(Collectors.groupingBy(state -> state, java.util.TreeMap::new, Collectors.counting()))
                        .entrySet()
                        .stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .collect(Collectors.joining(", "))
                + ".";
    }

    private static String cell(List<RunRecord> runs, InjectedFault fault, SeenPhase phase) {
        var met = runs.stream()
                .filter(RunRecord::phaseSeen)
                .filter(run -> run.fault().equals(fault.name()) && run.phase().equals(phase.name()))
                .toList();
        var violated = met.stream().filter(run -> !run.violations().isEmpty()).count();
        return met.isEmpty() ? " " : met.size() + (violated == 0 ? "" : "!" + violated);
    }

    private static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String recoveries(List<RecoveryRecord> recoveries) {
        if (recoveries.isEmpty()) {
            return "";
        }
        var text = new StringBuilder("""
                ## Recovery

                From the fault to work that goes on, in seconds, with a lease of %d s.

                | fault | goes on when | bound | median | worst | times |
                |---|---|---|---|---|---|
                """.formatted(FaultCluster.LEASE.toSeconds()));
        for (var kind : RecoveryMeasure.values()) {
            var millis = recoveries.stream()
                    .filter(record -> record.kind().equals(kind.name()))
                    .mapToLong(RecoveryRecord::millis)
                    .sorted()
                    .toArray();
            if (millis.length > 0) {
                text.append("| %s | %s | %d | %.1f | %.1f | %d |%n"
                        .formatted(
                                words(kind),
                                kind.goesOnWhen(),
                                kind.bound().toSeconds(),
                                millis[millis.length / 2] / 1_000.0,
                                millis[millis.length - 1] / 1_000.0,
                                millis.length));
            }
        }
        return text.toString();
    }
}
