package dev.pgconvoy.worker.snapshot;

import dev.pgconvoy.event.SnapshotNotice;
import dev.pgconvoy.event.SnapshotNotice.Wanted;
import dev.pgconvoy.migration.MigrationRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Asks other workers to hold our snapshot, too, again and again while we hold it: one that comes later or
/// takes the place of a dead one hears it, and those who hold it know that we live.
final class SnapshotKeepRequester implements AutoCloseable {

    static final Duration EVERY = Duration.ofSeconds(20);

    private final MigrationRequest request;
    private final String worker;
    private final String database;
    private final SourceSnapshot snapshot;
    private final Consumer<SnapshotNotice> publisher;
    private @Nullable Thread thread;

    SnapshotKeepRequester(
            MigrationRequest request,
            String worker,
            String database,
            SourceSnapshot snapshot,
            Consumer<SnapshotNotice> publisher) {
        this.request = request;
        this.worker = worker;
        this.database = database;
        this.snapshot = snapshot;
        this.publisher = publisher;
    }

    /// Once the snapshot holds its tables; again does nothing.
    void start(int epoch) {
        if (thread == null) {
            var notice = new SnapshotNotice(
                    request.id(),
                    epoch,
                    database,
                    worker,
                    snapshot.state(),
                    new Wanted(request.source(), snapshot.name()));
            thread = Thread.ofVirtual().name("snapshot-keep-requester").start(() -> repeat(notice));
        }
    }

    private void repeat(SnapshotNotice notice) {
        try {
            while (true) {
                publisher.accept(notice);
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
