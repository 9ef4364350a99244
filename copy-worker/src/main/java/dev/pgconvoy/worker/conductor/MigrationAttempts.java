package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.failure.SqlFailures;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.worker.lead.DecidedEnd;
import dev.pgconvoy.worker.lead.LeadTerm;
import dev.pgconvoy.worker.lead.Leadership;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/// One conductor's attempts at a migration (ADR 10). Each takes the lead on the target, with an epoch of its own, and
/// works
/// until the end is decided and completed, by itself or by whoever led before. A fault ends the attempt; the next one
/// goes
/// on from the ledgers. Once this conductor wants the migration to end, it tries until that end is announced: nothing
/// else
/// is true until nobody can write any more.
final class MigrationAttempts implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(MigrationAttempts.class);
    private static final Duration LONGEST_BETWEEN_ENDINGS = Duration.ofSeconds(15);

    private final ConductorTools tools;
    private final Delivery delivery;
    private final HeldSnapshots snapshots;
    private final DecisionAboutEnd decision;
    private Optional<LeadTerm> former = Optional.empty();
    private Optional<IntendedEnd> intended = Optional.empty();
    private boolean ending;

    MigrationAttempts(ConductorTools tools, Delivery delivery) {
        this.tools = tools;
        this.delivery = delivery;
        this.snapshots = new HeldSnapshots(delivery, tools.worker());
        this.decision = new DecisionAboutEnd(tools, delivery);
    }

    /// @return false when the migration is somebody else's, who may die before its end
    boolean migrate() throws InterruptedException {
        for (var failures = 1; ; failures++) {
            try {
                attempt();
                return true;
            } catch (SQLException e) {
                recover(SqlFailures.classify(e, delivery.request().target().address()), failures);
            } catch (MigrationException e) {
                if (e.failure().code() == FailureCode.FENCED) {
                    LOG.infof("Migration %s is led by another conductor, or is over", delivery.id());
                    return false;
                }
                recover(e.failure(), failures);
            } catch (InterruptedException e) {
                requireCancel(e);
            } catch (Cancelled _) {
                Thread.interrupted();
                intend(new IntendedEnd.Stop());
            } catch (KafkaException e) {
                recover(kafkaIsAway(e), failures);
            } catch (RuntimeException e) {
                recover(faultOfOurs(e), failures);
            }
            if (delivery.lease().isLost()) {
                LOG.warnf("The lease of migration %s is lost; another conductor goes on", delivery.id());
                return false;
            }
            if (intended.isPresent() && former.isEmpty() && announceUnled(intended.get())) {
                return true;
            }
            if (!ending) {
                delivery.inbox().openToCancel();
            }
        }
    }

    /// An interruption means that the migration is to stop, or this worker.
    private void requireCancel(InterruptedException e) throws InterruptedException {
        if (!delivery.inbox().isCancelRequested()) {
            throw e;
        }
        intend(new IntendedEnd.Stop());
    }

    private void intend(IntendedEnd end) {
        if (intended.isEmpty()) {
            intended = Optional.of(end);
        }
    }

    private static Failure kafkaIsAway(KafkaException e) {
        return new Failure(
                FailureCode.CONNECTION_LOST,
                "Kafka",
                "The history of the migration cannot be read: " + e.getMessage(),
                "Check the brokers.");
    }

    private Failure faultOfOurs(RuntimeException e) {
        LOG.errorf(e, "Migration %s met a fault of ours", delivery.id());
        return new Failure(
                FailureCode.INTERNAL,
                delivery.id().toString(),
                e.getClass().getSimpleName() + ": " + e.getMessage(),
                "Report this with the worker's log.");
    }

    /// Decides what comes after a failed attempt, and waits for it.
    private void recover(Failure failure, int failures) throws InterruptedException {
        var interrupted = Thread.interrupted();
        if (delivery.inbox().isCancelRequested()) {
            intend(new IntendedEnd.Stop());
        } else if (interrupted && !delivery.lease().isLost()) {
            throw new InterruptedException("this worker stops");
        }
        if (intended.isPresent() || ending) {
            hindered(failure);
            pause(shorter(tools.retries()
                    .delayAfter(Math.min(failures, tools.retries().most()))
                    .orElseThrow()));
            return;
        }
        var delay = failure.code().retryable() ? tools.retries().delayAfter(failures) : Optional.<Duration>empty();
        if (delay.isEmpty()) {
            LOG.errorf("Migration %s fails: %s", delivery.id(), failure.sentence());
            intend(new IntendedEnd.Fail(failure, Optional.empty()));
        } else {
            LOG.warnf("Migration %s: %s Trying again in %s", delivery.id(), failure.sentence(), delay.get());
            pause(delay.get());
        }
    }

    private static Duration shorter(Duration delay) {
        return delay.compareTo(LONGEST_BETWEEN_ENDINGS) < 0 ? delay : LONGEST_BETWEEN_ENDINGS;
    }

    private void hindered(Failure failure) {
        LOG.warnf("The end of migration %s is hindered: %s", delivery.id(), failure.sentence());
        delivery.voice()
                .say(new Observation.Hindered(
                        former.map(LeadTerm::epoch).orElse(0),
                        Finding.warning(
                                "end",
                                "PGC2020",
                                failure.object(),
                                "The migration cannot end yet: " + failure.message(),
                                failure.remedy())));
    }

    /// Until then, or until the migration is to stop.
    private void pause(Duration delay) throws InterruptedException {
        var until = System.nanoTime() + delay.toNanos();
        try {
            while (System.nanoTime() - until < 0 && !delivery.lease().isLost()) {
                delivery.inbox().next(Duration.ofMillis(200));
            }
        } catch (InterruptedException e) {
            requireCancel(e);
        }
    }

    /// When nobody has ever led the migration, there is nothing on the target to close.
    ///
    /// @return false when somebody has, or may have
    private boolean announceUnled(IntendedEnd end) {
        if (past().begins() > 0) {
            return false;
        }
        delivery.voice().sayDurably(end.unled());
        return past().announced(); // not when somebody began in between
    }

    private History.Past past() {
        return tools.history().of(delivery.id(), delivery.requestHash(), delivery.since());
    }

    private void attempt() throws SQLException, InterruptedException {
        var session = openLeaderSession();
        if (Leadership.isSuperseded(
                session, delivery.id(), delivery.submission().attempt())) {
            session.close();
            return;
        }
        try (var leadership = contend(session)) {
            if (!begin(leadership)) {
                return;
            }
            var run = new Run(delivery, leadership.term(), tools);
            var work = new WorkOfMigration(tools, run, leadership, snapshots);
            var end = leadership.ending();
            if (end.isEmpty()) {
                end = Optional.of(
                        intended.isPresent() ? decision.toEnd(leadership, intended.get()) : work.perform(decision));
            }
            decided();
            new EndCompletion(tools, run, leadership, snapshots).complete(end.get(), work);
            LOG.infof("Migration %s is over", delivery.id());
        }
    }

    /// From now on this end is completed; a cancel request that has interrupted us comes too late.
    private void decided() {
        ending = true;
        delivery.inbox().ignoreCancel();
        if (!delivery.lease().isLost()) {
            Thread.interrupted();
        }
    }

    private Connection openLeaderSession() {
        var target = delivery.request().target();
        return tools.connector()
                .open(target, target.maintenanceDatabase(), delivery.id(), Leadership.candidate(delivery.id()));
    }

    private Leadership contend(Connection session) throws SQLException {
        try {
            return Leadership.contend(session, delivery.id(), delivery.lease(), former);
        } catch (SQLException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    /// @return false when the migration has ended
    private boolean begin(Leadership leadership) throws SQLException {
        var next = new LeadTerm(delivery.id(), delivery.requestHash(), leadership.nextEpoch(delivery.requestHash()));
        delivery.voice().sayDurably(new Observation.MigrationBegan(next.epoch(), tools.worker()));
        var past = past();
        if (past.announced()) {
            LOG.infof("Migration %s has ended already", delivery.id());
            return false;
        }
        if (past.ending().isPresent() && !leadership.isRegistered()) {
            delivery.voice().sayDurably(new DecidedEnd(past.ending().get(), List.of()).announcedBy(next.epoch()));
            return false;
        }
        if (past.cancelRequested()) {
            delivery.inbox().noteCancel();
        }
        former = Optional.empty(); // should the answer to the next step be lost, nobody knows who leads
        leadership.begin(next, delivery.submission().attempt());
        former = Optional.of(next);
        LOG.infof("Leading migration %s, epoch %d", delivery.id(), next.epoch());
        if (next.epoch() > 1 || past.begins() > 1) {
            for (var database : delivery.request().databases()) {
                database(leadership, database).raiseFence();
            }
            leadership.endOlderSessions();
            TargetDatabase.dropBuildings(leadership);
        }
        if (delivery.inbox().isCancelRequested()) {
            intend(new IntendedEnd.Stop());
        }
        ending = leadership.ending().isPresent();
        return true;
    }

    private TargetDatabase database(Leadership leadership, String name) {
        return new TargetDatabase(tools.connector(), delivery.request().target(), leadership, name);
    }

    @Override
    public void close() {
        snapshots.close();
    }
}
