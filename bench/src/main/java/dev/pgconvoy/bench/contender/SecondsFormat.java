package dev.pgconvoy.bench.contender;

import java.util.LinkedHashMap;
import java.util.Map;

/// Time as it is shown.
final class SecondsFormat {

    private static final double NANOS = 1e9;

    private SecondsFormat() {}

    private static double between(long began, long ended) {
        return (ended - began) / NANOS;
    }

    /// Two steps, the second of which ends now.
    static Map<String, Double> ofSteps(String first, long began, String second, long secondBegan) {
        var steps = new LinkedHashMap<String, Double>();
        steps.put(first, between(began, secondBegan));
        steps.put(second, between(secondBegan, System.nanoTime()));
        return steps;
    }
}
