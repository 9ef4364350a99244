package dev.pgconvoy.migration.estimate;

import java.time.Duration;

/// A duration that is not certain.
///
/// @param p50 half of the migrations take no longer
/// @param p90 nine of ten take no longer
public record LikelyDuration(Duration p50, Duration p90) {}
