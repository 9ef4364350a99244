package dev.pgconvoy.kafka;

import java.time.Duration;

/// How topics are created.
///
/// @param partitions of every event topic but those that share groups read, and `copy.limits`, which have one
/// @param retention of event topics; the state topic is compacted and keeps its records
public record TopicSettings(int partitions, short replication, Duration retention) {

    /// A migration that nobody leads for a while, and whoever is restarted, reads what was said meanwhile.
    private static final Duration SHORTEST = Duration.ofDays(1);
    private static final Duration LONGEST = Duration.ofDays(3_650);

    public static final TopicSettings DEFAULTS = new TopicSettings(8, (short) 1, Duration.ofDays(7));

    public TopicSettings {
        if (partitions < 1 || partitions > 1_000) {
            throw new IllegalArgumentException("topic partitions must be between 1 and 1000");
        }
        if (replication < 1 || replication > 10) {
            throw new IllegalArgumentException("topic replication must be between 1 and 10");
        }
        if (retention.compareTo(SHORTEST) < 0 || retention.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("topic retention must be between 1 day and 3650 days");
        }
    }
}
