package dev.pgconvoy.monitor.view;

import dev.pgconvoy.migration.MigrationId;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// Somebody who listens, and how many announcements wait for them. A full buffer of Mutiny's fails only
/// once it has been emptied, which a listener that takes nothing never does; so the count is ours.
final class FeedListener {

    private final Optional<MigrationId> only;
    private final Runnable letGo;
    private final AtomicInteger waiting = new AtomicInteger();

    FeedListener(Optional<MigrationId> only, Runnable letGo) {
        this.only = only;
        this.letGo = letGo;
    }

    boolean wants(AnnouncedStatus announcement) {
        return only.map(announcement.status().id()::equals).orElse(true);
    }

    /// @return false when already as many wait as may
    boolean offer(AnnouncedStatus announcement, MultiEmitter<? super AnnouncedStatus> emitter, int most) {
        if (waiting.incrementAndGet() > most) {
            return false;
        }
        emitter.emit(announcement);
        return true;
    }

    void taken() {
        waiting.decrementAndGet();
    }

    void letGo() {
        letGo.run();
    }
}
