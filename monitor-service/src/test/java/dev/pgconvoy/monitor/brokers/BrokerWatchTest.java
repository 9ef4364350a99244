package dev.pgconvoy.monitor.brokers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.monitor.LogLines;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

class BrokerWatchTest {

    private static final Map<String, Object> NOBODY =
            Map.of("bootstrap.servers", "127.0.0.1:1", "default.api.timeout.ms", 50, "request.timeout.ms", 50);

    @Test
    void brokers_that_are_away_are_one_line_however_often_they_are_asked() throws InterruptedException {
        var registry = new SimpleMeterRegistry();
        var watch =
                new BrokerWatch(NOBODY, new DeadLetterCounts(registry), new GroupBacklogs(registry, "pgconvoy-fold"));
        try (var log = LogLines.of(BrokerWatch.class);
                var deadLetters = LogLines.of(DeadLetterCounts.class);
                var backlogs = LogLines.of(GroupBacklogs.class);
                var admin = Admin.create(NOBODY)) {
            for (var times = 0; times < 3; times++) {
                watch.count(admin);
            }

            assertThat(log.all()).singleElement().asString().startsWith("The brokers cannot be asked");
            assertThat(deadLetters.all()).isEmpty();
            assertThat(backlogs.all()).isEmpty();
        }
    }
}
