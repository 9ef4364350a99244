package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.copy.SnapshotWord;
import dev.pgconvoy.copy.SnapshotWord.Wanted;
import java.time.Duration;

/// Asks other workers to hold our snapshot, too, again and again while the migration runs: one that comes later or
/// takes
/// the place of a dead one hears it, and those who hold it know that we live.
final class Wanting implements AutoCloseable {

    private static final Duration EVERY = Duration.ofSeconds(20);

    private final Run run;
    private final SnapshotWord word;
    private final Thread thread;

    Wanting(Run run, String database, SourceSnapshot snapshot) {
        this.run = run;
        this.word = new SnapshotWord(
                run.request().id(),
                run.epoch(),
                database,
                run.snapshots().worker(),
                snapshot.state(),
                new Wanted(run.request().source(), snapshot.name()));
        this.thread = Thread.ofVirtual().name("wanting").unstarted(this::repeat);
    }

    /// Once the snapshot holds its tables.
    void start() {
        thread.start();
    }

    private void repeat() {
        try {
            while (true) {
                run.voice().publish(word);
                Thread.sleep(EVERY);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Says nothing more. Who holds the snapshot goes on for a little more than a minute, or until the migration ends.
    @Override
    public void close() {
        thread.interrupt();
    }
}
