package dev.pgconvoy.bench.result;

import java.util.List;

/// What a start from nothing adds: `./pgconvoy migrate` with a stack of its own, and the same database through services
/// that run already.
///
/// @param cold seconds from the command to its end
/// @param warm seconds from the request to the completed event
public record ColdResult(Environment environment, List<Double> cold, List<Double> warm) {

    public ColdResult {
        cold = List.copyOf(cold);
        warm = List.copyOf(warm);
    }

    double adds() {
        return Median.of(cold) - Median.of(warm);
    }
}
