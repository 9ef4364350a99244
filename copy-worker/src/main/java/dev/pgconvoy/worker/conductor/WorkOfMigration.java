package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.failure.ServerErrorText;
import dev.pgconvoy.failure.SqlFailures;
import dev.pgconvoy.migration.DatabasePhase;
import dev.pgconvoy.migration.MigrationOption;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.NotesByCode;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.migration.Report;
import dev.pgconvoy.postgres.ServerIdentity.Relation;
import dev.pgconvoy.worker.dispatch.CombinedFailure;
import dev.pgconvoy.worker.dispatch.ProgressCounter;
import dev.pgconvoy.worker.lead.DecidedEnd;
import dev.pgconvoy.worker.lead.MigrationLead;
import dev.pgconvoy.worker.report.DatabaseLog;
import dev.pgconvoy.worker.report.DatabaseOutcome;
import dev.pgconvoy.worker.report.RoleNotes;
import dev.pgconvoy.worker.snapshot.SourceSnapshots;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/// All of one attempt's work up to the decision about the end: the roles, then the databases, several side by side, the
/// largest first. A database that fails for good takes no other one along.
final class WorkOfMigration {

    private static final Logger LOG = Logger.getLogger(WorkOfMigration.class);

    private final ConductorDependencies tools;
    private final ConductorAttempt run;
    private final LedServers servers;
    private final MigrationLead leadership;
    private final SourceSnapshots snapshots;
    private final boolean isLastTry;
    private final Instant began;

    /// @param isLastTry whether a fault that might pass counts as one that does not: it ends one database, not all
    WorkOfMigration(
            ConductorDependencies tools,
            ConductorAttempt run,
            LedServers servers,
            SourceSnapshots snapshots,
            boolean isLastTry) {
        this.tools = tools;
        this.run = run;
        this.servers = servers;
        this.leadership = servers.lead();
        this.snapshots = snapshots;
        this.isLastTry = isLastTry;
        this.began = tools.clock().get();
    }

    DecidedEnd perform(DecisionAboutEnd decision) throws SQLException, InterruptedException {
        run.checkpoint();
        awaitEndOfPauseBeforeAnythingWasBegun();
        requireTwoServers();
        moveRoles();
        var moved = moveDatabases();
        var outcomes = moved.stream().map(Moved::outcome).toList();
        var failures = moved.stream().flatMap(one -> one.failure().stream()).toList();
        run.checkpoint();
        run.sayProgress();
        run.publisher().say(new Observation.CompletionBegan(run.epoch()));
        var report = report(outcomes);
        if (!failures.isEmpty()) {
            return decision.toEnd(
                    servers, new IntendedEnd.Fail(CombinedFailure.together(failures), Optional.of(report)));
        }
        if (!run.inbox().closeToCancel()) {
            throw new CancelledException();
        }
        return decision.toFinish(leadership, report);
    }

    /// With a later epoch there may be a snapshot already, which is lost unless this
    /// conductor holds it, too.
    private void awaitEndOfPauseBeforeAnythingWasBegun() throws InterruptedException {
        if (run.epoch() == 1) {
            run.awaitEndOfPause();
        }
    }

    private record Moved(String database, DatabaseOutcome outcome, Optional<Failure> failure) {}

    /// @return in the order of the request
    private List<Moved> moveDatabases() throws SQLException, InterruptedException {
        var names = run.request().databases();
        var works = begunFirst(servers.largestFirst(names)).stream()
                .map(name -> (SideBySide.Work<Moved>) () -> move(name))
                .toList();
        var moved = SideBySide.run(works, run.request().options().databasesAtOnce(), run::end);
        return moved.stream()
                .sorted(Comparator.comparingInt(one -> names.indexOf(one.database())))
                .toList();
    }

    /// A pause must find no snapshot that is left to its keepers, who hold it for a while
    /// only: those that an earlier conductor took are taken over before anybody waits.
    private List<String> begunFirst(List<String> names) {
        if (run.epoch() == 1) {
            return names;
        }
        var begun = names.stream().filter(this::isBegun).collect(Collectors.toSet());
        return names.stream()
                .sorted(Comparator.comparing(begun::contains).reversed())
                .toList();
    }

    /// What cannot be looked at now fails in its turn, and takes no other one along.
    private boolean isBegun(String name) {
        try {
            return servers.database(name).snapshotState().isPresent();
        } catch (SQLException | MigrationException e) {
            LOG.debugf("looking whether \"%s\" was begun: %s", name, ServerErrorText.ofAny(e));
            return false;
        }
    }

    private Moved move(String name) throws InterruptedException {
        var log = new DatabaseLog(name);
        try (var _ = run.pause().worker()) {
            var outcome = outcome(name, log);
            if (outcome.isProven()) {
                return new Moved(name, outcome, Optional.empty());
            }
            counter(name).enter(DatabasePhase.FAILED);
            return new Moved(name, outcome, Optional.of(differs(run.request(), name)));
        } catch (MigrationException e) {
            run.checkpoint(); // what was interrupted by a cancellation did not fail
            requireFailureOfDatabase(e);
            LOG.errorf(
                    "Database \"%s\" of %s failed: %s",
                    name, run.request().id(), e.failure().sentence());
            counter(name).enter(DatabasePhase.FAILED);
            return new Moved(name, log.outcome(), Optional.of(e.failure()));
        }
    }

    /// What may pass, or concerns the whole migration, ends the attempt.
    private void requireFailureOfDatabase(MigrationException e) {
        if (e.failure().code().retryable() && !isLastTry || e.failure().code() == FailureCode.FENCED) {
            throw e;
        }
    }

    private ProgressCounter counter(String name) {
        return run.counters().get(run.request().databases().indexOf(name));
    }

    static Failure differs(MigrationRequest request, String database) {
        return new Failure(
                FailureCode.VERIFICATION_FAILED,
                "database \"%s\"".formatted(database),
                "Source and target differ; the report names every difference.",
                request.options().migrationOption() == MigrationOption.VERIFY
                        ? "Look whether somebody writes to one of the servers; copy anew what differs."
                        : "Do not use the copy. Drop the database on the target and migrate it again.");
    }

    /// What the copy of the database came to: as its ledger has it when it is complete and whole, else after its work.
    DatabaseOutcome outcome(String name) throws InterruptedException {
        return outcome(name, new DatabaseLog(name));
    }

    private DatabaseOutcome outcome(String name, DatabaseLog log) throws InterruptedException {
        run.checkpoint();
        try {
            var kept = servers.database(name).completeOutcome();
            if (kept.isPresent()) {
                counter(name).enter(DatabasePhase.DONE);
                return kept.get();
            }
        } catch (SQLException e) {
            throw SqlFailures.exception(e, "database \"%s\"".formatted(name));
        }
        return new DatabaseRun(run, tools, servers.copied(name, log), snapshots, counter(name), log).copy();
    }

    /// What is dropped or written on the target must not come to the source.
    private void requireTwoServers() throws SQLException {
        var relation = servers.relation();
        if (relation == Relation.SAME || relation == Relation.SOURCE_IS_STANDBY) {
            throw new MigrationException(
                    FailureCode.REQUEST_REFUSED,
                    run.request().target().address(),
                    relation == Relation.SAME
                            ? "It is the source itself under another name."
                            : "The source is a standby with the target's system identifier: what is written to the target may be replicated to it.",
                    "Name another server as the target.");
        }
    }

    private void moveRoles() throws SQLException {
        if (!run.request().options().rights().migrateRoles()) {
            return;
        }
        try {
            servers.moveRoles();
        } catch (SQLException e) {
            throw SqlFailures.exception(e, "roles");
        }
    }

    /// Gives up the memberships that the work needed.
    List<Finding> leaveRoles() throws SQLException {
        leadership.look();
        return servers.leaveRoles();
    }

    private Report report(List<DatabaseOutcome> outcomes) throws SQLException {
        var versions = servers.versions();
        return new Report(
                began,
                tools.clock().get(),
                versions.source(),
                versions.target(),
                run.request().options().verify(),
                outcomes.stream().map(DatabaseOutcome::report).toList(),
                NotesByCode.together(RoleNotes.toldOnce(outcomes)),
                (int) outcomes.stream().filter(DatabaseOutcome::begunAnew).count());
    }
}
