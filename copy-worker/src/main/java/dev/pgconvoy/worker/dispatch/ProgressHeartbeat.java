package dev.pgconvoy.worker.dispatch;

import dev.pgconvoy.migration.Observation;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Repeats the last counters while the conductor is busy with one long step, so that a migration that works is not
/// taken for one that stands still.
public final class ProgressHeartbeat implements AutoCloseable {

    private static final Duration EVERY = Duration.ofSeconds(5);

    private final AtomicReference<Observation.@Nullable Progressed> unsaid = new AtomicReference<>();
    private final AtomicReference<Observation.@Nullable Progressed> last = new AtomicReference<>();
    private final ObservationPublisher publisher;
    private final Thread thread;

    public ProgressHeartbeat(ObservationPublisher publisher) {
        this.publisher = publisher;
        this.thread = Thread.ofVirtual().name("progress-heartbeat").start(this::beat);
    }

    /// The counters that were said just now.
    public void said(Observation.Progressed progress) {
        last.set(progress);
        unsaid.set(null);
    }

    private void beat() {
        try {
            while (true) {
                Thread.sleep(EVERY);
                var silent = unsaid.getAndSet(last.get());
                if (silent != null) {
                    publisher.say(silent);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
