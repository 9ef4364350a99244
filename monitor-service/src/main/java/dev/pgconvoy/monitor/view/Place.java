package dev.pgconvoy.monitor.view;

/// Where a state stands on its topic.
public record Place(int partition, long offset) {}
