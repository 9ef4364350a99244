package dev.pgconvoy.bench.result;

import java.util.Map;

/// Where and when it was measured: every fact by its name, in the order in which it is shown.
public record MeasurementEnvironment(Map<String, String> facts) {}
