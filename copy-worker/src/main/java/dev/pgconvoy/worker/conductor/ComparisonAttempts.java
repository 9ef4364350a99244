package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.failure.SqlFailures;
import dev.pgconvoy.migration.NotesByCode;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.migration.Report;
import dev.pgconvoy.worker.dispatch.CombinedFailure;
import dev.pgconvoy.worker.dispatch.ProgressCounter;
import dev.pgconvoy.worker.lead.LeadTerm;
import dev.pgconvoy.worker.report.DatabaseLog;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/// A conductor's attempts to compare databases. Nothing is written to either server, so there is no lead to
/// take and nothing to close: two conductors by chance do no harm, and the end that is said first counts.
final class ComparisonAttempts {

    private static final Logger LOG = Logger.getLogger(ComparisonAttempts.class);

    private final ConductorDependencies tools;
    private final DeliveredMigration delivery;
    private final MigrationServers servers;

    ComparisonAttempts(ConductorDependencies tools, DeliveredMigration delivery) {
        this.tools = tools;
        this.delivery = delivery;
        this.servers = tools.servers().apply(delivery.request());
    }

    void compare() throws InterruptedException {
        var past = tools.history().of(delivery.id(), delivery.requestHash(), delivery.since());
        if (past.announced()) {
            return;
        }
        if (past.cancelRequested()) {
            delivery.inbox().noteCancel();
        }
        var epoch = past.epoch() + 1;
        delivery.publisher().sayDurably(new Observation.MigrationBegan(epoch, tools.worker()));
        delivery.publisher().sayDurably(end(epoch));
    }

    private Observation end(int epoch) throws InterruptedException {
        try {
            return tried(epoch);
        } catch (CancelledException _) {
            return stopped(epoch);
        } catch (InterruptedException e) {
            if (!delivery.inbox().isCancelRequested()) {
                throw e;
            }
            return stopped(epoch);
        } catch (RuntimeException e) { // the driver throws one when it is interrupted while it connects
            if (!delivery.inbox().isCancelRequested()) {
                throw e;
            }
            return stopped(epoch);
        }
    }

    private Observation stopped(int epoch) {
        delivery.inbox().takeInterrupt();
        return new Observation.Stopped(epoch, List.of());
    }

    private Observation tried(int epoch) throws InterruptedException {
        for (var failures = 1; ; failures++) {
            try {
                return watched(
                        new ConductorAttempt(
                                delivery, new LeadTerm(delivery.id(), delivery.requestHash(), epoch), tools),
                        epoch);
            } catch (SQLException | MigrationException e) {
                var failure = e instanceof MigrationException known
                        ? known.failure()
                        : SqlFailures.classify((SQLException) e, delivery.id().toString());
                if (delivery.inbox().isCancelRequested()) {
                    return stopped(epoch);
                }
                if (failure.code() == FailureCode.FENCED) {
                    throw new InterruptedException(failure.message());
                }
                var delay =
                        failure.code().retryable() ? tools.retries().delayAfter(failures) : Optional.<Duration>empty();
                if (delay.isEmpty()) {
                    return new Observation.Failed(epoch, failure, Optional.empty(), List.of());
                }
                LOG.warnf("Comparison %s: %s Trying again in %s", delivery.id(), failure.sentence(), delay.get());
                Thread.sleep(delay.get());
            }
        }
    }

    private Observation watched(ConductorAttempt run, int epoch) throws SQLException, InterruptedException {
        try (var _ = run.watchLocks(servers, tools)) {
            return compared(run, epoch);
        }
    }

    private Observation compared(ConductorAttempt run, int epoch) throws SQLException, InterruptedException {
        var began = tools.clock().get();
        var logs = compareDatabases(run);
        var failures = logs.stream()
                .filter(log -> !log.outcome().isProven())
                .map(log -> WorkOfMigration.differs(run.request(), log.database()))
                .toList();
        run.checkpoint();
        run.sayProgress();
        var report = report(began, logs);
        if (!failures.isEmpty()) {
            return new Observation.Failed(epoch, CombinedFailure.together(failures), Optional.of(report), List.of());
        }
        if (!run.inbox().closeToCancel()) {
            throw new CancelledException();
        }
        return new Observation.Finished(epoch, report);
    }

    private List<DatabaseLog> compareDatabases(ConductorAttempt run) throws SQLException, InterruptedException {
        var names = run.request().databases();
        var works = IntStream.range(0, names.size())
                .mapToObj(index -> (SideBySide.Work<DatabaseLog>)
                        () -> compare(run, names.get(index), run.counters().get(index)))
                .toList();
        return SideBySide.run(works, run.request().options().databasesAtOnce(), run::end);
    }

    private DatabaseLog compare(ConductorAttempt run, String database, ProgressCounter counter)
            throws InterruptedException {
        var log = new DatabaseLog(database);
        try (var _ = run.pause().worker()) {
            new ComparisonRun(run, tools, servers.compared(database, log), counter, log).compare();
        }
        return log;
    }

    private Report report(Instant began, List<DatabaseLog> logs) throws SQLException {
        var versions = servers.versions();
        return new Report(
                began,
                tools.clock().get(),
                versions.source(),
                versions.target(),
                delivery.request().options().verify(),
                logs.stream().map(DatabaseLog::report).toList(),
                NotesByCode.together(logs.stream().map(DatabaseLog::notes).toList()),
                0);
    }
}
