package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.event.SnapshotWord;
import dev.pgconvoy.event.SnapshotWord.Wanted;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Asks other workers to hold our snapshot, too, again and again while we hold it: one that comes later or
/// takes the place of a dead one hears it, and those who hold it know that we live.
final class Wanting implements AutoCloseable {

    private static final Duration EVERY = Duration.ofSeconds(20);

    private final Delivery delivery;
    private final String worker;
    private final String database;
    private final SourceSnapshot snapshot;
    private @Nullable Thread thread;

    Wanting(Delivery delivery, String worker, String database, SourceSnapshot snapshot) {
        this.delivery = delivery;
        this.worker = worker;
        this.database = database;
        this.snapshot = snapshot;
    }

    /// Once the snapshot holds its tables; again does nothing.
    void start(int epoch) {
        if (thread == null) {
            var word = new SnapshotWord(
                    delivery.id(),
                    epoch,
                    database,
                    worker,
                    snapshot.state(),
                    new Wanted(delivery.request().source(), snapshot.name()));
            thread = Thread.ofVirtual().name("wanting").start(() -> repeat(word));
        }
    }

    private void repeat(SnapshotWord word) {
        try {
            while (true) {
                delivery.voice().publish(word);
                Thread.sleep(EVERY);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Says nothing more. Who holds the snapshot goes on until the migration ends.
    @Override
    public void close() {
        Optional.ofNullable(thread).ifPresent(Thread::interrupt);
    }
}
