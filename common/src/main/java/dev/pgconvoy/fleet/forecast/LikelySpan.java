package dev.pgconvoy.fleet.forecast;

/// From when to when something is likely to run.
public record LikelySpan(LikelyTime start, LikelyTime end) {}
