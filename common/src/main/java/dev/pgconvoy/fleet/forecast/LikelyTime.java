package dev.pgconvoy.fleet.forecast;

import java.time.Instant;

/// A time that is not certain.
///
/// @param p50 as likely before as after
/// @param p90 in nine of ten cases before
public record LikelyTime(Instant p50, Instant p90) {}
