package dev.pgconvoy.bench.result;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// What the runs of one contender amount to.
///
/// @param wall, client, others, source, target medians in seconds
/// @param ratio pgconvoy's wall time in times of this contender's: the median over the pairs of neighbours
record RunComparison(
        String contender,
        int runs,
        double wall,
        double fastest,
        double slowest,
        double client,
        double others,
        double source,
        double target,
        Optional<Double> ratio) {

    /// What the peer of a bar came to, in pairs with whom the bar is for.
    static Optional<RunComparison> of(List<Measurement> measurements, WorkloadResult.Bar bar) {
        return of(measurements, bar.contender()).stream()
                .filter(one -> one.contender().equals(bar.peer()))
                .findFirst();
    }

    static List<RunComparison> of(List<Measurement> measurements, String ours) {
        return measurements.stream()
                .map(Measurement::contender)
                .distinct()
                .map(contender -> of(measurements, contender, ours))
                .sorted(Comparator.comparing((RunComparison comparison) -> !comparison.contender.startsWith(ours)))
                .toList();
    }

    private static RunComparison of(List<Measurement> measurements, String contender, String ours) {
        var runs = measurements.stream()
                .filter(run -> run.contender().equals(contender))
                .toList();
        var ratios = runs.stream()
                .filter(run -> run.contender().equals(run.against()))
                .flatMap(run -> partner(measurements, run, ours).stream().map(partner -> partner.wall() / run.wall()))
                .toList();
        return new RunComparison(
                contender,
                runs.size(),
                median(runs, Measurement::wall),
                runs.stream().mapToDouble(Measurement::wall).min().orElseThrow(),
                runs.stream().mapToDouble(Measurement::wall).max().orElseThrow(),
                median(runs, Measurement::client),
                median(runs, Measurement::others),
                median(runs, Measurement::source),
                median(runs, Measurement::target),
                ratios.isEmpty() ? Optional.empty() : Optional.of(Median.of(ratios)));
    }

    private static Optional<Measurement> partner(List<Measurement> measurements, Measurement peer, String ours) {
        return measurements.stream()
                .filter(run -> run.contender().equals(ours))
                .filter(run -> run.against().equals(peer.against()) && run.pair() == peer.pair())
                .findFirst();
    }

    private static double median(List<Measurement> runs, ToDoubleFunction<Measurement> value) {
        return Median.of(runs.stream().mapToDouble(value).boxed().toList());
    }
}
