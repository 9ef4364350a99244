package dev.pgconvoy.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsumerVitalsTest {

    private record Gauge(MetricName metricName, Object metricValue) implements Metric {}

    @ParameterizedTest
    @CsvSource({"0, true", "59, true", "60, false", "-1, false"})
    void it_is_heard_by_its_group_when_its_last_heartbeat_is_not_old(double secondsAgo, boolean isHeard) {
        assertThat(vitals("last-heartbeat-seconds-ago", secondsAgo).isHeardByGroup())
                .isEqualTo(isHeard);
    }

    @Test
    void a_member_that_has_just_joined_is_heard_before_its_first_heartbeat() {
        assertThat(vitals("last-rebalance-seconds-ago", 0).isHeardByGroup()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"-1, true", "0, true", "599, true", "600, false"})
    void it_is_polled_until_the_last_poll_is_old(double secondsAgo, boolean isPolling) {
        assertThat(vitals("last-poll-seconds-ago", secondsAgo).isPolling()).isEqualTo(isPolling);
    }

    @Test
    void a_consumer_without_a_group_is_heard_by_none() {
        assertThat(new ConsumerVitals(Map.of()).isHeardByGroup()).isFalse();
    }

    private static ConsumerVitals vitals(String name, double value) {
        var other = new MetricName("other-seconds-ago", "consumer-metrics", "", Map.of());
        var metric = new MetricName(name, "consumer-metrics", "", Map.of());
        return new ConsumerVitals(Map.of(other, new Gauge(other, 1e6), metric, new Gauge(metric, value)));
    }
}
