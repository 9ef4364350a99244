package dev.pgconvoy.bench.result;

import java.util.List;

/// How the throughput grows with slots and workers when each connection has its bandwidth.
///
/// @param about what is moved
/// @param bytesPerSecond of a connection
public record ScaleResult(
        String about, double scale, long bytesPerSecond, MeasurementEnvironment environment, List<Run> runs) {

    public ScaleResult {
        runs = List.copyOf(runs);
    }

    /// @param slots of all workers together
    /// @param bytes that left the source
    /// @param wall seconds of the whole migration
    /// @param copy seconds of its phase `copy`, by pgconvoy's own report; 0 when it names none
    public record Run(int workers, int slots, long bytes, double wall, double copy) {}
}
