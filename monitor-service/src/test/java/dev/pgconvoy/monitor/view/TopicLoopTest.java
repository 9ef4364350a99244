package dev.pgconvoy.monitor.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pgconvoy.monitor.LogLines;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

class TopicLoopTest {

    /// No consumer connects before it is asked for something.
    private static final Map<String, Object> NOBODY = Map.of("bootstrap.servers", "127.0.0.1:1");

    private final AtomicInteger tries = new AtomicInteger();

    @Test
    void a_fault_that_lasts_is_told_once_and_so_is_its_end() throws InterruptedException {
        var loop = new TopicLoop("test", NOBODY, _ -> {
            if (tries.incrementAndGet() < 3) {
                throw new KafkaException("away");
            }
        });
        try (var log = LogLines.of(TopicLoop.class)) {
            loop.start();
            await().atMost(Duration.ofSeconds(30)).until(() -> tries.get() >= 3);
            loop.answered();
            loop.answered();

            assertThat(log.all())
                    .containsExactly("The test has not got all its topics and begins anew", "The test reads again");
        } finally {
            loop.stop();
        }
    }
}
