package dev.pgconvoy.worker.copier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pgconvoy.worker.rate.RateGate;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CopyMeterTest {

    private final CountDownLatch opened = new CountDownLatch(1);
    private final CountDownLatch reached = new CountDownLatch(1);
    private final RateGate gate = new RateGate() {
        @Override
        public void enter() {}

        @Override
        public void pass(long bytes) {
            reached.countDown();
            try {
                opened.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void leave() {}
    };

    @Test
    void a_copy_that_is_held_up_by_its_limit_is_not_stalled_but_one_that_passes_nothing_is() throws Exception {
        var meter = new CopyMeter((_, _) -> {}, gate);
        meter.started();
        await().until(() -> meter.isStalled(Duration.ofMillis(1)));

        var copy = Thread.ofVirtual().start(() -> meter.add(1, 1_000));
        reached.await();
        await().during(Duration.ofMillis(50)).until(() -> !meter.isStalled(Duration.ofMillis(1)));
        opened.countDown();
        copy.join();

        await().until(() -> meter.isStalled(Duration.ofMillis(1)));
        assertThat(meter.bytes()).isEqualTo(1_000);
    }
}
