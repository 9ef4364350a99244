package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.event.TaskResult.UnitResult;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.failure.SqlFailures;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.worker.conductor.MigrationServers.LockWatching;
import dev.pgconvoy.worker.dispatch.ConductorInbox;
import dev.pgconvoy.worker.dispatch.DispatchPorts;
import dev.pgconvoy.worker.dispatch.JobSlots;
import dev.pgconvoy.worker.dispatch.ObservationPublisher;
import dev.pgconvoy.worker.dispatch.ProgressCounter;
import dev.pgconvoy.worker.dispatch.RetryPolicy;
import dev.pgconvoy.worker.dispatch.TaskDispatcher;
import dev.pgconvoy.worker.dispatch.TaskHeader;
import dev.pgconvoy.worker.lead.LeadTerm;
import dev.pgconvoy.worker.lead.MigrationLead;
import dev.pgconvoy.worker.pause.PauseOfMigration;
import dev.pgconvoy.worker.plan.TaskNode;
import dev.pgconvoy.worker.snapshot.ImportableSnapshots;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/// One attempt of this conductor at a migration: what all its parts share, whose databases are worked on side by side.
public final class ConductorAttempt {

    private static final long SAY_EVERY_NANOS = 1_000_000_000L;

    private final DeliveredMigration delivery;
    private final LeadTerm term;
    private final RetryPolicy retries;
    private final ImportableSnapshots snapshots;
    private final List<ProgressCounter> counters;
    private final Optional<MigrationLead> leadership;
    private final JobSlots slots;
    private final PauseOfMigration pause;
    private final AtomicLong saidAtNanos = new AtomicLong(System.nanoTime() - SAY_EVERY_NANOS);
    private volatile boolean ended;

    /// Of a migration.
    public ConductorAttempt(DeliveredMigration delivery, MigrationLead leadership, ConductorDependencies tools) {
        this(delivery, leadership.term(), Optional.of(leadership), tools);
    }

    /// Of a comparison, which nobody needs to lead.
    public ConductorAttempt(DeliveredMigration delivery, LeadTerm term, ConductorDependencies tools) {
        this(delivery, term, Optional.empty(), tools);
    }

    private ConductorAttempt(
            DeliveredMigration delivery,
            LeadTerm term,
            Optional<MigrationLead> leadership,
            ConductorDependencies tools) {
        this.delivery = delivery;
        this.term = term;
        this.leadership = leadership;
        this.retries = tools.retries();
        this.snapshots = new ImportableSnapshots(
                tools.worker(), () -> tools.history().snapshots(delivery.id(), delivery.since()));
        this.counters = request().databases().stream().map(ProgressCounter::new).toList();
        this.slots = new JobSlots(request().options().jobs());
        this.pause = new PauseOfMigration(delivery.id(), term.epoch(), tools.pauses(), delivery.publisher());
    }

    /// Called between steps and while waiting: says the counters, and stops when the migration is to stop
    /// or is not ours any more.
    public void checkpoint() throws InterruptedException {
        if (inbox().isCancelRequested()) {
            throw new CancelledException();
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (ended) {
            throw new InterruptedException("the attempt has ended in another database");
        }
        requireLease();
        var now = System.nanoTime();
        var said = saidAtNanos.get();
        if (now - said >= SAY_EVERY_NANOS && saidAtNanos.compareAndSet(said, now)) {
            sayProgress();
            requireLead();
            pause.resumeWhenOver();
        }
    }

    /// Returns when the migration is not paused. Called where no task runs, by whoever
    /// can wait there.
    void awaitEndOfPause() throws InterruptedException {
        pause.awaitEnd(this::checkpoint);
    }

    PauseOfMigration pause() {
        return pause;
    }

    /// Whoever works on another database stops at its next checkpoint. Nobody is interrupted: that would cost the
    /// snapshot in whose session somebody reads just now.
    void end() {
        ended = true;
    }

    /// A leader that was replaced finds out while it waits, too, and lets go of what it holds at the source.
    private void requireLead() {
        if (leadership.isPresent()) {
            try {
                leadership.get().lookUnlessBusy();
            } catch (SQLException e) {
                throw SqlFailures.exception(e, request().target().address());
            }
        }
    }

    void requireLease() {
        if (delivery.lease().isLost()) {
            throw new MigrationException(
                    FailureCode.FENCED, request().id().toString(), "The lease of this migration was lost.", "");
        }
    }

    void sayProgress() {
        var progress = progress(System.nanoTime());
        publisher().say(progress);
        delivery.heartbeat().said(progress);
    }

    private Observation.Progressed progress(long now) {
        return new Observation.Progressed(
                epoch(), counters.stream().map(counter -> counter.progress(now)).toList());
    }

    DeliveredMigration delivery() {
        return delivery;
    }

    public MigrationRequest request() {
        return delivery.request();
    }

    public LeadTerm term() {
        return term;
    }

    public int epoch() {
        return term.epoch();
    }

    public ConductorInbox inbox() {
        return delivery.inbox();
    }

    public ObservationPublisher publisher() {
        return delivery.publisher();
    }

    /// Runs one database's tasks as part of this attempt.
    ///
    /// @param check is passed again and again, besides our own
    /// @param onDone hears what the copiers said of each task; where there is a ledger, that is only a hint
    TaskDispatcher dispatcher(
            String database,
            List<TaskNode> nodes,
            ProgressCounter counter,
            Runnable check,
            BiConsumer<TaskNode, List<UnitResult>> onDone) {
        DispatchPorts.Checkpoint checkpoint = () -> {
            checkpoint();
            check.run();
        };
        return new TaskDispatcher(
                TaskHeader.ofNewRun(request(), term.requestHash(), epoch(), database),
                nodes,
                new DispatchPorts(checkpoint, pause, inbox(), publisher()::publish, retries, slots, System::nanoTime),
                counter,
                onDone);
    }

    /// Says which locks the work waits for, until it is closed.
    LockWatching watchLocks(MigrationServers servers, ConductorDependencies tools) {
        return servers.watchLocks(tools.clock(), this::sayWait);
    }

    private void sayWait(Optional<Finding> lock) {
        publisher()
                .say(lock.<Observation>map(found -> new Observation.Hindered(epoch(), found))
                        .orElseGet(() -> new Observation.Unhindered(epoch())));
    }

    ImportableSnapshots snapshots() {
        return snapshots;
    }

    public List<ProgressCounter> counters() {
        return counters;
    }
}
