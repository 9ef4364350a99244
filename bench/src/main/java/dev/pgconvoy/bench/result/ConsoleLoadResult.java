package dev.pgconvoy.bench.result;

import java.util.List;
import java.util.Optional;

/// What the monitor and its console did with a large fleet, as `ConsoleLoadIT` of
/// monitor-service has measured it.
///
/// @param running migrations that copied
/// @param listed all that are in the list
/// @param tables of each that copied
/// @param lagSeconds of each burst: from its last event until all of it was shown
/// @param views streams that were open
/// @param heapMegabytes the most that its heap could take
/// @param residentMegabytes the most that its process has taken
/// @param garbageSeconds that its JVM has stopped for garbage, from its start on
/// @param scrolled left out where there was no browser
public record ConsoleLoadResult(
        MeasurementEnvironment environment,
        int running,
        int listed,
        int tables,
        int eventsPerSecond,
        int burstSeconds,
        int views,
        int heapMegabytes,
        List<Double> lagSeconds,
        Rates bytesPerSecondOfAList,
        Rates bytesPerSecondOfAMigration,
        Millis listMillis,
        Millis rowsMillis,
        double garbageSeconds,
        double residentMegabytes,
        Optional<Scrolled> scrolled) {

    static final int FULL_SIZE = 1_000;

    public ConsoleLoadResult {
        lagSeconds = List.copyOf(lagSeconds);
    }

    /// Of all views of one kind.
    public record Rates(double mean, double most) {}

    /// Of calls of one kind.
    public record Millis(double calls, double p50, double p99, double most) {}

    /// @param slow frames of more than 50 ms
    public record Scrolled(int rows, int frames, int slow, double longest) {}

    double longestLag() {
        return lagSeconds.stream().mapToDouble(Double::doubleValue).max().orElse(Double.POSITIVE_INFINITY);
    }
}
