package dev.pgconvoy.fleet.simulation;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/// Of `docs/reliability.md`: what a campaign of simulated fleets has found.
final class FleetSection {

    private static final int PERCENT = 100;
    private static final int NINETY_NINE = 99;

    private FleetSection() {}

    /// @param records not empty
    static String of(List<SeedRecord> records) {
        var violated =
                records.stream().filter(one -> one.violation().isPresent()).toList();
        var byRatio = records.stream()
                .sorted(Comparator.comparingDouble(SeedRecord::ratio))
                .toList();
        var worst = byRatio.getLast();
        return """
                ## Fleets on a virtual clock

                The scheduler runs with executors that only take time (15 %% around what is expected; one of 80 fails), people who approve after a while, events that come twice, and a process that dies at one of 150 of them, while
                another one believes that the work is its own. Each seed makes a fleet of 500 servers with three databases each, in five waves with canaries, windows of all three kinds, gates of all four
                kinds, needs, and limits in all, per source host, per target, per region and per wave; and three fleets of 100 servers with priorities that share hosts and 12 places. A checker that shares no rule
                with the scheduler reads the log of events: every limit, wave, gate, window, need and pause held whenever something began, no id was requested twice, every server has succeeded, and nobody who came later took
                the last place of a host or label from a server that had waited longer than the patience. The least time is computed from the log: no schedule of the same waves, closed windows and limits is shorter.

                | what | |
                |---|---|
                | seeds | %s |
                | seeds with a violation | %s |
                | migrations begun | %s |
                | checks for gates | %s |
                | migrations that failed and were retried | %s |
                | migrations that a closing window cancelled | %s |
                | kills of the process, each with a second one | %s |
                | migrations begun while somebody was overdue | %s |
                | time of the 500 servers, times the least time: median | %s |
                | … of 99 seeds in 100 at most | %s |
                | … worst | %s (seed %d) |

                Commits: %s.
                """.formatted(
                        number(records.size()),
                        violated.isEmpty()
                                ? "0"
                                : violated.stream()
                                        .map(one -> Long.toString(one.seed()))
                                        .collect(Collectors.joining(", ")),
                        sum(records, SeedRecord::begun),
                        sum(records, SeedRecord::checks),
                        sum(records, SeedRecord::failed),
                        sum(records, SeedRecord::stopped),
                        sum(records, SeedRecord::kills),
                        sum(records, SeedRecord::withOverdue),
                        ratio(byRatio.get((byRatio.size() - 1) / 2)),
                        ratio(byRatio.get(Math.ceilDiv(byRatio.size() * NINETY_NINE, PERCENT) - 1)),
                        ratio(worst),
                        worst.seed(),
                        commits(records));
    }

    private static String sum(List<SeedRecord> records, ToIntFunction<SeedRecord> of) {
        return number(records.stream().mapToInt(of).asLongStream().sum());
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String ratio(SeedRecord one) {
        return String.format(Locale.ROOT, "%.3f", one.ratio());
    }

    private static String commits(List<SeedRecord> records) {
        return records.stream()
                .collect(Collectors.groupingBy(SeedRecord::commit, LinkedHashMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(entry -> (entry.getKey().isEmpty() ? "unknown" : entry.getKey()) + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }
}
