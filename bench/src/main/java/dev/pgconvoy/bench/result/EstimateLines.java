package dev.pgconvoy.bench.result;

import java.util.List;
import java.util.function.ToDoubleFunction;

/// What the page says of the checks' estimates, beside what the migrations took.
final class EstimateLines {

    /// By so much of the median may the likely duration be wrong.
    private static final double TOLERANCE = 0.3;
    /// Of ten runs, so many must not take longer than the p90.
    private static final double WITHIN_P90 = 0.9;

    private EstimateLines() {}

    /// The medians of one contender's runs; empty where no run has an estimate.
    static String of(String contender, List<Measurement> runs) {
        var times = times(runs);
        return times.isEmpty()
                ? ""
                : "- %s: the checks expected %s s, and at most %s s; it took %s s: %+.0f %%, %s%n"
                        .formatted(
                                contender,
                                NumberFormat.seconds(median(times, EstimatedTime::p50)),
                                NumberFormat.seconds(median(times, EstimatedTime::p90)),
                                NumberFormat.seconds(median(times, EstimatedTime::took)),
                                deviation(times) * 100,
                                within(times));
    }

    /// Over all workloads, each with the runs of one contender.
    static String summary(List<List<Measurement>> groups) {
        var measured = groups.stream()
                .map(EstimateLines::times)
                .filter(times -> !times.isEmpty())
                .toList();
        if (measured.isEmpty()) {
            return "";
        }
        var runs = measured.stream().flatMap(List::stream).toList();
        var close = measured.stream()
                .filter(times -> Math.abs(deviation(times)) <= TOLERANCE)
                .count();
        return "The [estimate](preflight.md#what-it-is-expected-to-take) of the checks: %s (bar: nine of ten, %s); the likely duration is within 30 %% of the median in %d of %d groups of runs (bar: all, %s).%n%n"
                .formatted(
                        within(runs),
                        verdict(held(runs) >= WITHIN_P90 * runs.size()),
                        close,
                        measured.size(),
                        verdict(close == measured.size()));
    }

    private static List<EstimatedTime> times(List<Measurement> runs) {
        return runs.stream().flatMap(run -> run.estimate().stream()).toList();
    }

    /// Of the likely duration from the time that the runs took, in parts of that time.
    private static double deviation(List<EstimatedTime> times) {
        var took = median(times, EstimatedTime::took);
        return (median(times, EstimatedTime::p50) - took) / took;
    }

    private static String within(List<EstimatedTime> times) {
        return "the p90 held in %d of %d runs".formatted(held(times), times.size());
    }

    private static long held(List<EstimatedTime> times) {
        return times.stream().filter(EstimatedTime::isWithinP90).count();
    }

    private static double median(List<EstimatedTime> times, ToDoubleFunction<EstimatedTime> value) {
        return Median.of(times.stream().mapToDouble(value).boxed().toList());
    }

    private static String verdict(boolean reached) {
        return reached ? "reached" : "**not reached**";
    }
}
