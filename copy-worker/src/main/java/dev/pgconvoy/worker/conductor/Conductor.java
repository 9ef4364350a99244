package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.event.Envelope;
import dev.pgconvoy.event.MigrationEvent.MigrationSubmitted;
import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.failure.SqlFailures;
import dev.pgconvoy.migration.MigrationOption;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.migration.Report;
import dev.pgconvoy.worker.lease.Lease;
import dev.pgconvoy.worker.roles.RoleMigration;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/// Leads one migration from the moment a worker takes it until it is finished, failed or stopped.
public final class Conductor {

    private static final Logger LOG = Logger.getLogger(Conductor.class);
    private static final int RUNS_PER_DELIVERY = 100;

    private final ConductorTools tools;
    private final Targets targets;
    private final Ending ending;

    public Conductor(ConductorTools tools) {
        this.tools = tools;
        this.targets = new Targets(tools);
        this.ending = new Ending(tools, targets);
    }

    /// @param delivery grows each time the broker hands the record out
    public void lead(Envelope<MigrationSubmitted> submitted, int delivery, Lease lease) throws InterruptedException {
        var request = submitted.data().request();
        var voice = new Voice(tools.producer(), request.id(), submitted.traceparent());
        var inbox = tools.switchboard().connect(request.id());
        try (var pulse = new Pulse(voice)) {
            var past = tools.history().of(request.id(), submitted.time());
            if (past.finishing().isPresent()) {
                inbox.closeToCancel();
            } else if (past.cancelRequested()) {
                inbox.requestCancel();
            }
            if (!past.ended()) {
                var firstEpoch = (submitted.data().attempt() * RUNS_PER_DELIVERY + delivery) * RUNS_PER_DELIVERY;
                var snapshots =
                        new Snapshots(tools.worker(), () -> tools.history().snapshots(request.id(), submitted.time()));
                persist(request, firstEpoch, inbox, voice, lease, pulse, snapshots, past.finishing());
            }
        } finally {
            tools.switchboard().disconnect(request.id(), inbox);
        }
    }

    private void persist(
            MigrationRequest request,
            int firstEpoch,
            Inbox inbox,
            Voice voice,
            Lease lease,
            Pulse pulse,
            Snapshots snapshots,
            Optional<Report> finishing)
            throws InterruptedException {
        for (var attempt = 1; ; attempt++) {
            var run = new Run(
                    request,
                    firstEpoch + Math.min(attempt, RUNS_PER_DELIVERY - 1),
                    inbox,
                    voice,
                    lease,
                    pulse,
                    tools.retries(),
                    snapshots);
            try (run) {
                perform(run, finishing);
                return;
            } catch (RuntimeException | InterruptedException e) {
                var interrupted = Thread.interrupted() || e instanceof InterruptedException;
                if (inbox.isCancelRequested()) {
                    ending.stop(run);
                    return;
                }
                if (interrupted) {
                    throw stopping(e);
                }
                if (!tryAgain(run, attempt, failureOf(run, e))) {
                    return;
                }
            }
        }
    }

    /// This worker ends. Whatever failed then says nothing about the migration: the driver, for one, calls an
    /// interrupted connect a failure.
    private static InterruptedException stopping(Exception e) {
        var stopping = new InterruptedException("this worker stops");
        stopping.initCause(e);
        return stopping;
    }

    private static Failure failureOf(Run run, Exception e) {
        if (e instanceof MigrationException known) {
            return known.failure();
        }
        LOG.errorf(e, "Migration %s met a fault of ours", run.request().id());
        return new Failure(
                FailureCode.INTERNAL,
                run.request().id().toString(),
                e.getClass().getSimpleName() + ": " + e.getMessage(),
                "Report this with the worker's log.");
    }

    private boolean tryAgain(Run run, int attempt, Failure failure) throws InterruptedException {
        var id = run.request().id();
        if (failure.code() == FailureCode.FENCED) {
            LOG.infof("Migration %s is led by another conductor or was stopped", id);
            return false;
        }
        var delay = failure.code().retryable() ? tools.retries().delayAfter(attempt) : Optional.<Duration>empty();
        if (delay.isEmpty()) {
            ending.fail(run, failure, Optional.empty());
            return false;
        }
        LOG.warnf("Migration %s: %s Trying again in %s", id, failure.sentence(), delay.get());
        waitFor(run, delay.get());
        return true;
    }

    private static void waitFor(Run run, Duration delay) throws InterruptedException {
        var until = System.nanoTime() + delay.toNanos();
        try {
            while (System.nanoTime() - until < 0) {
                run.inbox().next(Duration.ofMillis(200));
            }
        } catch (InterruptedException e) {
            if (!run.inbox().isCancelRequested()) {
                throw e;
            }
        }
    }

    private void perform(Run run, Optional<Report> finishing) throws InterruptedException {
        var request = run.request();
        var began = tools.clock().get();
        run.voice().sayDurably(new Observation.MigrationBegan(run.epoch(), tools.worker()));
        LOG.infof("Leading migration %s, epoch %d", request.id(), run.epoch());
        run.checkpoint();
        try (var admin = targets.admin(run)) {
            var roles = new RoleMigration(admin);
            if (finishing.isPresent()) {
                ending.finish(run, admin, finishing.get(), roles);
                return;
            }
            if (request.options().migrationOption() == MigrationOption.VERIFY) {
                compare(run, began, admin);
                return;
            }
            var logs = new ArrayList<DatabaseLog>();
            move(roles, run);
            for (var index = 0; index < request.databases().size(); index++) {
                var database = targets.database(run, admin, request.databases().get(index));
                var log = new DatabaseLog(database.name());
                logs.add(log);
                new DatabaseRun(
                                run,
                                tools.connector(),
                                tools.pgTools(),
                                tools.batches(request.options().jobs()),
                                tools.splitter(request),
                                database,
                                roles,
                                run.tallies().get(index),
                                log)
                        .copy();
            }
            run.checkpoint();
            run.sayProgress();
            run.voice().say(new Observation.CompletionBegan(run.epoch()));
            var report = report(run, began, logs, admin);
            if (report.hasDifferences()) {
                ending.fail(run, Ending.differences(request), Optional.of(report));
                return;
            }
            if (!run.inbox().closeToCancel()) {
                throw new Cancelled();
            }
            run.voice().sayDurably(new Observation.Ending(run.epoch(), new Observation.Finished(run.epoch(), report)));
            ending.finish(run, admin, report, roles);
        } catch (SQLException e) {
            throw SqlFailures.exception(e, request.target().address());
        }
    }

    /// Writes nothing, so that nothing is to be ended but the words.
    private void compare(Run run, Instant began, Connection admin) throws SQLException, InterruptedException {
        var logs = new ArrayList<DatabaseLog>();
        for (var index = 0; index < run.request().databases().size(); index++) {
            var log = new DatabaseLog(run.request().databases().get(index));
            logs.add(log);
            new ComparisonRun(run, tools, run.tallies().get(index), log).compare();
        }
        run.checkpoint();
        run.sayProgress();
        var report = report(run, began, logs, admin);
        if (report.hasDifferences()) {
            ending.fail(run, Ending.differences(run.request()), Optional.of(report));
        } else if (!run.inbox().closeToCancel()) {
            throw new Cancelled();
        } else {
            run.voice().sayDurably(new Observation.Finished(run.epoch(), report));
        }
    }

    private void move(RoleMigration roles, Run run) throws SQLException, InterruptedException {
        var request = run.request();
        if (!request.options().rights().migrateRoles()) {
            return;
        }
        run.checkpoint();
        try (var source = tools.connector()
                .open(request.source(), request.source().maintenanceDatabase(), request.id(), "roles")) {
            roles.run(source);
        }
    }

    private Report report(Run run, Instant began, List<DatabaseLog> logs, Connection admin) throws SQLException {
        var request = run.request();
        try (var source = tools.connector()
                .open(request.source(), request.source().maintenanceDatabase(), request.id(), "report")) {
            return new Report(
                    began,
                    tools.clock().get(),
                    source.getMetaData().getDatabaseProductVersion(),
                    admin.getMetaData().getDatabaseProductVersion(),
                    request.options().verify(),
                    logs.stream().map(DatabaseLog::report).toList(),
                    logs.stream().flatMap(log -> log.notes().stream()).toList(),
                    (int) logs.stream().filter(DatabaseLog::wasBegunAnew).count());
        }
    }
}
