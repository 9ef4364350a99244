package dev.pgconvoy.worker.pause;

import dev.pgconvoy.event.MigrationEvent.PauseSet;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.worker.dispatch.DispatchPorts;
import dev.pgconvoy.worker.dispatch.ObservationPublisher;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/// How one attempt at a migration waits while it is paused: each thread by itself, at a
/// place where it has no task running. When all wait, the conductor says so. It also says
/// so when the pause has lasted too long, and goes on.
public final class PauseOfMigration implements DispatchPorts.Pause {

    private static final Logger LOG = Logger.getLogger(PauseOfMigration.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
    private static final long SAY_AGAIN_NANOS = Duration.ofSeconds(10).toNanos();

    private final MigrationId id;
    private final int epoch;
    private final WantedPauses wanted;
    private final ObservationPublisher publisher;
    private final AtomicInteger working = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong saidAtNanos = new AtomicLong(System.nanoTime() - SAY_AGAIN_NANOS);
    private final AtomicReference<Instant> ended = new AtomicReference<>(Instant.MIN);
    private final AtomicBoolean resuming = new AtomicBoolean();
    private volatile boolean endIsDecided;

    public PauseOfMigration(MigrationId id, int epoch, WantedPauses wanted, ObservationPublisher publisher) {
        this.id = id;
        this.epoch = epoch;
        this.wanted = wanted;
        this.publisher = publisher;
    }

    /// One more thread works on the migration, until it closes this.
    public Worker worker() {
        working.incrementAndGet();
        return working::decrementAndGet;
    }

    public interface Worker extends AutoCloseable {
        @Override
        void close();
    }

    @Override
    public boolean isOn() {
        return !endIsDecided && wanted.isPaused(id);
    }

    /// From now on there is no pause any more, and everybody hears that.
    public void endIsDecided() {
        endIsDecided = true;
        resumeWhenOver();
    }

    /// Tells everybody that the pause is over which nobody has ended, until that was sent
    /// once. Only the leader may.
    public void resumeWhenOver() {
        wanted.find(id)
                .filter(pause -> endIsDecided || pause.isOver(wanted.now()))
                .map(WantedPause::since)
                .filter(since -> !since.equals(ended.get()))
                .ifPresent(this::resume);
    }

    private void resume(Instant since) {
        if (!resuming.compareAndSet(false, true)) {
            return;
        }
        LOG.infof("The pause of migration %s is over, and it goes on", id);
        var said = PauseSet.end(
                id,
                since,
                endIsDecided
                        ? "The migration is in its last steps and is not paused any more."
                        : "The pause has lasted as long as it may; the migration goes on.");
        try {
            publisher.publish(said).whenComplete((_, failure) -> {
                if (failure == null) {
                    ended.set(since);
                }
                resuming.set(false);
            });
        } catch (RuntimeException e) {
            resuming.set(false);
            LOG.warnf(
                    "That the pause of migration %s is over could not be sent, and is sent again: %s",
                    id, e.getMessage());
        }
    }

    @Override
    public void awaitEnd(DispatchPorts.Checkpoint checkpoint) throws InterruptedException {
        if (!isOn()) {
            return;
        }
        waiting.incrementAndGet();
        try {
            while (isOn()) {
                checkpoint.pass();
                sayWhenAllWait();
                Thread.sleep(BETWEEN_LOOKS);
            }
        } finally {
            waiting.decrementAndGet();
        }
    }

    /// Again and again, as such words may be lost.
    private void sayWhenAllWait() {
        var now = System.nanoTime();
        var said = saidAtNanos.get();
        if (waiting.get() >= Math.max(1, working.get())
                && now - said >= SAY_AGAIN_NANOS
                && saidAtNanos.compareAndSet(said, now)) {
            wanted.find(id)
                    .ifPresent(pause -> publisher.say(new Observation.Paused(epoch, pause.since(), pause.until())));
        }
    }
}
