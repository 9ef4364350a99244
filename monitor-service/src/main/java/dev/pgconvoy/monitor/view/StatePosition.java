package dev.pgconvoy.monitor.view;

/// Where a state stands on its topic.
public record StatePosition(int partition, long offset) {}
