package dev.pgconvoy.bench.result;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// What a start from nothing adds: `./pgconvoy migrate` with a stack of its own, and the same database through services
/// that run already. Seconds, a run each.
///
/// @param report from the command until its report is shown
/// @param cold from the command to its end
/// @param other the same of another build, each the neighbour of one of `cold`; empty when there was none
/// @param warm from the request to the completed event
public record ColdResult(
        MeasurementEnvironment environment,
        List<Double> report,
        List<Double> cold,
        List<Double> other,
        List<Double> warm) {

    public ColdResult {
        report = List.copyOf(report);
        cold = List.copyOf(cold);
        other = List.copyOf(other);
        warm = List.copyOf(warm);
    }

    double adds() {
        return Median.of(cold) - Median.of(warm);
    }

    /// In times of the other build's time: the median over the pairs.
    Optional<Double> ratio() {
        return other.isEmpty()
                ? Optional.empty()
                : Optional.of(Median.of(IntStream.range(0, other.size())
                        .mapToObj(pair -> cold.get(pair) / other.get(pair))
                        .toList()));
    }
}
