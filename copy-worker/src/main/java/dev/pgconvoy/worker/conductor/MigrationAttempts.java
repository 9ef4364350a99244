package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.failure.SqlFailures;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.worker.conductor.MigrationServers.SignOfLife;
import dev.pgconvoy.worker.lead.DecidedEnd;
import dev.pgconvoy.worker.lead.LeadCandidate;
import dev.pgconvoy.worker.lead.LeadTerm;
import dev.pgconvoy.worker.lead.MigrationLead;
import dev.pgconvoy.worker.snapshot.MigrationHistory;
import dev.pgconvoy.worker.snapshot.SourceSnapshots;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// One conductor's attempts at a migration (ADR 10). Each takes the lead on the target, with an epoch of
/// its own, and works until the end is decided and completed, by itself or by whoever led before. A fault
/// ends the attempt; the next one goes on from the ledgers. Once this conductor wants the migration to end,
/// it tries until that end is announced: nothing else is true until nobody can write any more.
final class MigrationAttempts implements AutoCloseable {

    private static final Duration BETWEEN_LOOKS_AT_LEADER = Duration.ofSeconds(1);
    private static final Duration BETWEEN_LOOKS_AT_LEASE = Duration.ofMillis(200);
    private static final Logger LOG = Logger.getLogger(MigrationAttempts.class);

    private final ConductorDependencies tools;
    private final DeliveredMigration delivery;
    private final MigrationServers servers;
    private final SourceSnapshots snapshots;
    private final DecisionAboutEnd decision;
    private Optional<LeadTerm> former = Optional.empty();
    private Optional<IntendedEnd> intended = Optional.empty();
    private boolean ending;

    MigrationAttempts(ConductorDependencies tools, DeliveredMigration delivery) {
        this.tools = tools;
        this.delivery = delivery;
        this.servers = tools.servers().apply(delivery.request());
        this.snapshots = new SourceSnapshots(delivery.request(), tools.worker(), delivery.publisher()::publish);
        this.decision = new DecisionAboutEnd(delivery);
    }

    /// @return false when the migration is somebody else's, who may die before its end
    boolean migrate() throws InterruptedException {
        for (var failures = 1; ; failures++) {
            try {
                attempt(failures);
                return true;
            } catch (CancelledException _) {
                delivery.inbox().takeInterrupt();
                intend(new IntendedEnd.Stop());
            } catch (InterruptedException e) {
                requireCancel(e);
            } catch (SQLException e) {
                recover(SqlFailures.classify(e, delivery.request().target().address()), failures);
            } catch (MigrationException e) {
                if (e.failure().code() == FailureCode.FENCED) {
                    LOG.infof("Migration %s is led by another conductor, or is over", delivery.id());
                    return false;
                }
                recover(e.failure(), failures);
            } catch (KafkaException e) {
                recover(kafkaIsAway(e), failures);
            } catch (RuntimeException e) {
                recover(faultOfOurs(e), failures);
            }
            if (delivery.lease().isLost()) {
                LOG.warnf("The lease of migration %s is lost; another conductor goes on", delivery.id());
                return false;
            }
            delivery.inbox().openToCancel();
        }
    }

    /// An interruption means that the migration is to stop, or this worker.
    private void requireCancel(InterruptedException e) throws InterruptedException {
        if (!delivery.inbox().takeInterrupt()) {
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
        if (!Thread.currentThread().isInterrupted()) {
            LOG.errorf(e, "Migration %s met a fault of ours", delivery.id());
        }
        return new Failure(
                FailureCode.INTERNAL,
                delivery.id().toString(),
                e.getClass().getSimpleName() + ": " + e.getMessage(),
                "Report this with the worker's log.");
    }

    /// Decides what comes after a failed attempt, and waits for it.
    private void recover(Failure failure, int failures) throws InterruptedException {
        if (delivery.lease().isLost()) {
            return;
        }
        var byCancel = delivery.inbox().takeInterrupt();
        if (!byCancel && Thread.interrupted()) {
            throw new InterruptedException("this worker stops");
        }
        var next = AfterFailure.of(
                failure,
                failures,
                tools.retries(),
                byCancel || delivery.inbox().isCancelRequested() && intended.isEmpty(),
                ending || intended.isPresent());
        switch (next) {
            case AfterFailure.Stop _ -> intend(new IntendedEnd.Stop());
            case AfterFailure.Fail(var cause) -> {
                LOG.errorf("Migration %s fails: %s", delivery.id(), cause.sentence());
                intend(new IntendedEnd.Fail(cause, Optional.empty()));
            }
            case AfterFailure.TryAgain(var delay) -> {
                LOG.warnf("Migration %s: %s Trying again in %s", delivery.id(), failure.sentence(), delay);
                sayObstacle(
                        "attempt",
                        FindingCode.ATTEMPT_FAILED,
                        failure,
                        "The work was interrupted and is tried again (try %d failed): ".formatted(failures));
                pause(delay);
            }
            case AfterFailure.TryToEndAgain(var delay) -> {
                hindered(failure);
                pause(delay);
            }
        }
    }

    private void hindered(Failure failure) {
        LOG.warnf("The end of migration %s is hindered: %s", delivery.id(), failure.sentence());
        sayObstacle("end", FindingCode.END_HINDERED, failure, "The migration cannot end yet: ");
    }

    /// People see it until another attempt begins, or the end.
    private void sayObstacle(String check, FindingCode code, Failure failure, String what) {
        delivery.publisher()
                .say(new Observation.Hindered(
                        former.map(LeadTerm::epoch).orElse(0),
                        Finding.warning(check, code, failure.object(), what + failure.message(), failure.remedy())));
    }

    /// Until then, or until the migration is to stop.
    private void pause(Duration delay) throws InterruptedException {
        var until = System.nanoTime() + delay.toNanos();
        try {
            while (System.nanoTime() - until < 0 && !delivery.lease().isLost()) {
                Thread.sleep(BETWEEN_LOOKS_AT_LEASE);
            }
        } catch (InterruptedException e) {
            requireCancel(e);
        }
    }

    /// When nobody has ever led the migration, there is nothing on the target to close.
    ///
    /// @return false when somebody has, or may have
    private boolean announceUnled(IntendedEnd end) {
        if (past().hasBegun()) {
            return false;
        }
        delivery.publisher().sayDurably(end.unled());
        return past().announced(); // not when somebody began in between
    }

    private MigrationHistory.Past past() {
        return tools.history().of(delivery.id(), delivery.requestHash(), delivery.since());
    }

    private void attempt(int failures) throws SQLException, InterruptedException {
        if (intended.isPresent() && former.isEmpty() && announceUnled(intended.get())) {
            return;
        }
        if (delivery.repeated() && former.isEmpty() && past().announced()) {
            return; // without saying that it begins, which would not be so
        }
        tools.history().prepare();
        try (var leadership = contend()) {
            if (leadership == null) {
                return;
            }
            var led = servers.led(leadership);
            if (!begin(led)) {
                return;
            }
            try (var signOfLife = servers.showLife(leadership.term())) {
                lead(led, signOfLife, failures);
            }
        }
    }

    private void lead(LedServers led, SignOfLife signOfLife, int failures) throws SQLException, InterruptedException {
        var leadership = led.lead();
        var run = new ConductorAttempt(delivery, leadership, tools);
        var isLastTry = tools.retries().delayAfter(failures).isEmpty();
        var work = new WorkOfMigration(tools, run, led, snapshots, isLastTry);
        var end = leadership.ending();
        if (end.isEmpty()) {
            end = Optional.of(intended.isPresent() ? decision.toEnd(led, intended.get()) : perform(run, work));
        }
        ending = true;
        delivery.inbox().endIsDecided();
        run.pause().endIsDecided();
        new EndCompletion(tools, run, led, signOfLife, snapshots).complete(end.get(), work);
        LOG.infof("Migration %s is over", delivery.id());
    }

    private DecidedEnd perform(ConductorAttempt run, WorkOfMigration work) throws SQLException, InterruptedException {
        try (var _ = run.watchLocks(servers, tools)) {
            return work.perform(decision);
        }
    }

    /// @return null when the migration is over, or was handed out again and somebody has led it for that
    private @Nullable MigrationLead contend() throws SQLException, InterruptedException {
        var candidate = servers.openCandidate();
        try {
            var waited = waitBesideLeader(candidate);
            if (isSuperseded(candidate) || waited && past().announced()) {
                candidate.close();
                return null;
            }
            return candidate.contend(delivery.lease(), former);
        } catch (SQLException | RuntimeException | InterruptedException e) {
            candidate.close();
            throw e;
        }
    }

    /// Two conductors that have the migration, each with a record of its own, do not end each
    /// other's sessions for ever: the newcomer waits as long as the other one leads and lives.
    private boolean waitBesideLeader(LeadCandidate candidate) throws SQLException, InterruptedException {
        var waited = false;
        while (former.isEmpty()
                && !delivery.lease().isLost()
                && !isSuperseded(candidate)
                && candidate.isLedByTheLiving()) {
            waited = true;
            pause(BETWEEN_LOOKS_AT_LEADER);
        }
        return waited;
    }

    private boolean isSuperseded(LeadCandidate candidate) throws SQLException {
        return candidate.isSuperseded(delivery.submission().attempt());
    }

    /// @return false when the migration has ended
    private boolean begin(LedServers led) throws SQLException {
        var leadership = led.lead();
        var next = sayBegan(leadership.nextEpoch(delivery.requestHash()));
        var past = past();
        if (past.announced()) {
            LOG.infof("Migration %s has ended already", delivery.id());
            return false;
        }
        if (past.earlierEpoch() >= next.epoch()) {
            LOG.warnf(
                    "Migration %s had epoch %d, of which the target knows nothing: it has lost what was committed last",
                    delivery.id(), past.earlierEpoch());
            next = sayBegan(past.epoch() + 1);
        }
        if (!leadership.isRegistered()) {
            var end = past.ending().isPresent()
                    ? new EndOnTarget(delivery, led::database)
                            .shownOf(past.ending().get())
                    : Optional.<Observation>empty();
            if (end.isPresent()) {
                delivery.publisher().sayDurably(new DecidedEnd(end.get(), List.of()).announcedBy(next.epoch()));
                return false;
            }
            requireThatNobodyHasRemovedIt(past);
            if (past.ending().isPresent() && past().announced()) {
                return false; // while we looked, and what it had left may have been dropped since
            }
            delivery.inbox().endIsUndone();
        }
        if (past.cancelRequested()) {
            delivery.inbox().noteCancel();
        }
        former = Optional.empty(); // should the answer to the next step be lost, nobody knows who leads
        leadership.begin(next, delivery.submission().attempt());
        former = Optional.of(next);
        LOG.infof("Leading migration %s, epoch %d", delivery.id(), next.epoch());
        if (next.epoch() > 1) {
            raiseFences(led);
            leadership.endOlderSessions();
            led.dropBuildings();
        }
        if (delivery.inbox().isCancelRequested()) {
            delivery.inbox().takeInterrupt();
            intend(new IntendedEnd.Stop());
        }
        ending = leadership.ending().isPresent();
        return true;
    }

    private LeadTerm sayBegan(int epoch) {
        delivery.publisher().sayDurably(new Observation.MigrationBegan(epoch, tools.worker()));
        return new LeadTerm(delivery.id(), delivery.requestHash(), epoch);
    }

    private void raiseFences(LedServers led) throws SQLException {
        var complete = led.lead().ending().map(DecidedEnd::complete).orElse(List.of());
        for (var name : delivery.request().databases()) {
            var database = led.database(name);
            if (!complete.contains(name) || !database.keepsUsOut()) {
                database.raiseFence();
            }
        }
    }

    /// We have led it, nobody has decided its end, and the register does not know it.
    private void requireThatNobodyHasRemovedIt(MigrationHistory.Past past) {
        if (former.isPresent() && past.ending().isEmpty()) {
            throw new MigrationException(
                    FailureCode.FENCED,
                    delivery.id().toString(),
                    "Somebody has removed this migration from the register pgconvoy_lead.",
                    "");
        }
    }

    @Override
    public void close() {
        snapshots.close();
    }
}
