package dev.pgconvoy.monitor.brokers;

/// How many records of a topic a group has not done yet, at most: the end of a transaction takes an offset, too.
public record GroupBacklog(String group, String topic, long records) {}
