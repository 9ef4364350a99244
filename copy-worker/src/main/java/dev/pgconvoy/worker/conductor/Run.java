package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.failure.SqlFailures;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.worker.lead.LeadTerm;
import dev.pgconvoy.worker.lead.Leadership;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// One attempt of this conductor at a migration: what all its parts share.
final class Run {

    private static final long SAY_EVERY_NANOS = 1_000_000_000L;

    private final Delivery delivery;
    private final LeadTerm term;
    private final Retries retries;
    private final Snapshots snapshots;
    private final List<Tally> tallies;
    private final Optional<Leadership> leadership;
    private long saidAtNanos = System.nanoTime() - SAY_EVERY_NANOS;

    /// Of a migration.
    Run(Delivery delivery, Leadership leadership, ConductorTools tools) {
        this(delivery, leadership.term(), Optional.of(leadership), tools);
    }

    /// Of a comparison, which nobody needs to lead.
    Run(Delivery delivery, LeadTerm term, ConductorTools tools) {
        this(delivery, term, Optional.empty(), tools);
    }

    private Run(Delivery delivery, LeadTerm term, Optional<Leadership> leadership, ConductorTools tools) {
        this.delivery = delivery;
        this.term = term;
        this.leadership = leadership;
        this.retries = tools.retries();
        this.snapshots =
                new Snapshots(tools.worker(), () -> tools.history().snapshots(delivery.id(), delivery.since()));
        this.tallies = request().databases().stream().map(Tally::new).toList();
    }

    /// Called between steps and while waiting: says the counters, and stops when the migration is to stop
    /// or is not ours any more.
    void checkpoint() throws InterruptedException {
        if (inbox().isCancelRequested()) {
            throw new Cancelled();
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

    Delivery delivery() {
        return delivery;
    }

    MigrationRequest request() {
        return delivery.request();
    }

    LeadTerm term() {
        return term;
    }

    int epoch() {
        return term.epoch();
    }

    Inbox inbox() {
        return delivery.inbox();
    }

    Voice voice() {
        return delivery.voice();
    }

    Retries retries() {
        return retries;
    }

    Snapshots snapshots() {
        return snapshots;
    }

    List<Tally> tallies() {
        return tallies;
    }
}
