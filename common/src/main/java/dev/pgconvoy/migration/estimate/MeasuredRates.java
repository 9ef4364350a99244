package dev.pgconvoy.migration.estimate;

import java.time.Duration;

/// What was measured while the checks ran, from the machine of the service.
///
/// @param sourceBytesPerSecond read from the source in one session, over the wire; 0 when there was nothing to read
/// @param targetBytesPerSecond sent to the target in one session, over the wire
/// @param targetSpeedPercent how fast the target sorts and hashes, in percent of the machine of docs/benchmarks.md
public record MeasuredRates(
        Duration sourceRoundTrip,
        Duration targetRoundTrip,
        long sourceBytesPerSecond,
        long targetBytesPerSecond,
        int targetSpeedPercent) {}
