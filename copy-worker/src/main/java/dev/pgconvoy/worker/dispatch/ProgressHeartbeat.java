package dev.pgconvoy.worker.dispatch;

import dev.pgconvoy.migration.Observation;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Repeats the last counters while the conductor is busy with one long step, so that a migration that works is not
/// taken for one that stands still.
public final class ProgressHeartbeat implements AutoCloseable {

    private static final Duration EVERY = Duration.ofSeconds(5);

    private final AtomicReference<Observation.@Nullable Progressed> unsaid = new AtomicReference<>();
    private final AtomicReference<Observation.@Nullable Progressed> last = new AtomicReference<>();
    private final Consumer<Observation> sayer;
    private final Duration every;
    private final Thread thread;

    public ProgressHeartbeat(ObservationPublisher publisher) {
        this(publisher::say, EVERY);
    }

    ProgressHeartbeat(Consumer<Observation> sayer, Duration every) {
        this.sayer = sayer;
        this.every = every;
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
                Thread.sleep(every);
                var silent = unsaid.getAndSet(last.get());
                if (silent != null) {
                    sayer.accept(silent);
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
