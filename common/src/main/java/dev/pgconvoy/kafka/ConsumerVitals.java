package dev.pgconvoy.kafka;

import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/// What the metrics of a consumer say of its health, for a consumer whose loop is not ours, which no [LoopWatch] can
/// watch.
///
/// @param metrics as the consumer keeps them, live
public record ConsumerVitals(Map<MetricName, ? extends Metric> metrics) {

    private static final String HEARTBEAT = "last-heartbeat-seconds-ago";
    /// Its end, which a new member sees before its first heartbeat.
    private static final String REBALANCE = "last-rebalance-seconds-ago";

    private static final String POLL = "last-poll-seconds-ago";

    /// In Kafka's words.
    private static final double NEVER = -1;

    /// Whether it is a member of its group; false also where the group may not be read, or no broker is there.
    public boolean isHeardByGroup() {
        return isRecent(secondsSince(HEARTBEAT)) || isRecent(secondsSince(REBALANCE));
    }

    /// Whether somebody still asks it for records; true also before the first time, and while the brokers are away.
    public boolean isPolling() {
        return secondsSince(POLL) < LoopWatch.NOT_ALIVE_AFTER.toSeconds();
    }

    private static boolean isRecent(double secondsAgo) {
        return secondsAgo >= 0 && secondsAgo < LoopWatch.NOT_READY_AFTER.toSeconds();
    }

    private double secondsSince(String name) {
        return metrics.entrySet().stream()
                .filter(metric -> metric.getKey().name().equals(name))
                .map(metric -> metric.getValue().metricValue())
                .filter(Number.class::isInstance)
                .mapToDouble(ago -> ((Number) ago).doubleValue())
                .findFirst()
                .orElse(NEVER);
    }
}
