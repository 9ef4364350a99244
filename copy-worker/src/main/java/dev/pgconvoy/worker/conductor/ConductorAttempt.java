package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.failure.SqlFailures;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.worker.dispatch.ConductorInbox;
import dev.pgconvoy.worker.dispatch.ObservationPublisher;
import dev.pgconvoy.worker.dispatch.ProgressCounter;
import dev.pgconvoy.worker.dispatch.RetryPolicy;
import dev.pgconvoy.worker.lead.LeadTerm;
import dev.pgconvoy.worker.lead.Leadership;
import dev.pgconvoy.worker.snapshot.ImportableSnapshots;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// One attempt of this conductor at a migration: what all its parts share.
public final class ConductorAttempt {

    private static final long SAY_EVERY_NANOS = 1_000_000_000L;

    private final DeliveredMigration delivery;
    private final LeadTerm term;
    private final RetryPolicy retries;
    private final ImportableSnapshots snapshots;
    private final List<ProgressCounter> tallies;
    private final Optional<Leadership> leadership;
    private long saidAtNanos = System.nanoTime() - SAY_EVERY_NANOS;

    /// Of a migration.
    public ConductorAttempt(DeliveredMigration delivery, Leadership leadership, ConductorDependencies tools) {
        this(delivery, leadership.term(), Optional.of(leadership), tools);
    }

    /// Of a comparison, which nobody needs to lead.
    public ConductorAttempt(DeliveredMigration delivery, LeadTerm term, ConductorDependencies tools) {
        this(delivery, term, Optional.empty(), tools);
    }

    private ConductorAttempt(
            DeliveredMigration delivery, LeadTerm term, Optional<Leadership> leadership, ConductorDependencies tools) {
        this.delivery = delivery;
        this.term = term;
        this.leadership = leadership;
        this.retries = tools.retries();
        this.snapshots = new ImportableSnapshots(
                tools.worker(), () -> tools.history().snapshots(delivery.id(), delivery.since()));
        this.tallies = request().databases().stream().map(ProgressCounter::new).toList();
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
        requireLease();
        var now = System.nanoTime();
        if (now - saidAtNanos >= SAY_EVERY_NANOS) {
            saidAtNanos = now;
            sayProgress();
            requireLead();
        }
    }

    /// A leader that was replaced finds out while it waits, too, and lets go of what it holds at the source.
    private void requireLead() {
        if (leadership.isPresent()) {
            try {
                leadership.get().look();
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
        voice().say(progress);
        delivery.pulse().said(progress);
    }

    private Observation.Progressed progress(long now) {
        return new Observation.Progressed(
                epoch(), tallies.stream().map(tally -> tally.progress(now)).toList());
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

    public ObservationPublisher voice() {
        return delivery.voice();
    }

    public RetryPolicy retries() {
        return retries;
    }

    ImportableSnapshots snapshots() {
        return snapshots;
    }

    public List<ProgressCounter> tallies() {
        return tallies;
    }
}
