package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.postgres.Identifiers;
import dev.pgconvoy.worker.conductor.MigrationServers.SignOfLife;
import dev.pgconvoy.worker.lead.DecidedEnd;
import dev.pgconvoy.worker.lead.MigrationLead;
import dev.pgconvoy.worker.snapshot.SourceSnapshots;
import dev.pgconvoy.worker.target.MigratedDatabase;
import dev.pgconvoy.worker.target.MigratedDatabase.Finish;
import dev.pgconvoy.worker.target.MigratedDatabase.Standing;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Completes an end that was decided, by whomever: each step may have been done already. It is announced
/// when nobody can write any more and nothing of ours is left but the closed ledgers of incomplete
/// databases.
final class EndCompletion {

    private final ConductorDependencies tools;
    private final ConductorAttempt run;
    private final LedServers servers;
    private final MigrationLead leadership;
    private final SignOfLife signOfLife;
    private final SourceSnapshots snapshots;

    EndCompletion(
            ConductorDependencies tools,
            ConductorAttempt run,
            LedServers servers,
            SignOfLife signOfLife,
            SourceSnapshots snapshots) {
        this.tools = tools;
        this.run = run;
        this.servers = servers;
        this.leadership = servers.lead();
        this.signOfLife = signOfLife;
        this.snapshots = snapshots;
    }

    /// @param work brings rows back that a crash of the target has taken since the end was decided
    void complete(DecidedEnd decided, WorkOfMigration work) throws SQLException, InterruptedException {
        var end = decided;
        run.publisher().sayDurably(new Observation.Ending(run.epoch(), end.end()));
        var notes = new ArrayList<Finding>();
        for (var one : endAll(decided)) {
            notes.addAll(one.notes());
            if (one.isToBeMadeWhole()) {
                end = finishWhole(end, servers.database(one.database()), work, notes);
            }
        }
        notes.addAll(work.leaveRoles());
        if (end.end() instanceof Observation.Finished(var _, var report)) {
            notes.addAll(servers.compareRights(
                    end.complete(),
                    Stream.concat(report.notes().stream(), notes.stream()).toList()));
        }
        snapshots.close();
        servers.dropBuildings();
        signOfLife.close();
        leadership.endAllSessions();
        leadership.leave();
        run.requireLease();
        run.publisher().sayDurably(announced(end.announcedBy(run.epoch()), notes));
    }

    /// @param notes what is to be said of its end
    /// @param isToBeMadeWhole whether a crash of the target has taken rows of it
    private record Ended(String database, List<Finding> notes, boolean isToBeMadeWhole) {}

    /// Several at once: the end of one database concerns no other one.
    ///
    /// @return in the order of the request
    private List<Ended> endAll(DecidedEnd end) throws SQLException, InterruptedException {
        var works = run.request().databases().stream()
                .map(name ->
                        (SideBySide.Work<Ended>) () -> end(name, end.complete().contains(name)))
                .toList();
        return SideBySide.run(works, run.request().options().databasesAtOnce(), run::end);
    }

    private Ended end(String name, boolean complete) throws SQLException {
        run.requireLease();
        var database = servers.database(name);
        if (complete) {
            return finish(database);
        }
        database.closeFence();
        return new Ended(name, List.of(), false);
    }

    private Ended finish(MigratedDatabase database) throws SQLException {
        if (!database.exists()) {
            return new Ended(
                    database.name(),
                    List.of(Finding.warning(
                            "end",
                            FindingCode.TARGET_DATABASE_GONE,
                            "database \"%s\"".formatted(database.name()),
                            "Somebody else dropped or renamed it when its copy was complete.",
                            "Migrate it again if that was not meant.")),
                    false);
        }
        if (keepsUsOut(database)) {
            return new Ended(database.name(), List.of(), false);
        }
        var finish = lastSteps(database);
        return new Ended(database.name(), finish.refused(), finish.found() == Standing.INCOMPLETE);
    }

    /// @param notes get what is to be said of its end
    /// @return the end, with a report that tells what was copied again
    private DecidedEnd finishWhole(DecidedEnd end, MigratedDatabase database, WorkOfMigration work, List<Finding> notes)
            throws SQLException, InterruptedException {
        var told = madeWhole(end, database, work);
        var finish = lastSteps(database);
        if (finish.found() == Standing.INCOMPLETE) {
            throw new MigrationException(
                    FailureCode.CONTENTION,
                    "database \"%s\"".formatted(database.name()),
                    "The target has lost rows again after they were copied again.",
                    "");
        }
        notes.addAll(finish.refused());
        return told;
    }

    private Finish lastSteps(MigratedDatabase database) throws SQLException {
        return database.finish(() -> leadership.enterLastSteps(database.name()));
    }

    /// Copies again what a crash of the target has taken. The report says so, whoever announces it.
    private DecidedEnd madeWhole(DecidedEnd end, MigratedDatabase database, WorkOfMigration work)
            throws SQLException, InterruptedException {
        var outcome = work.outcome(database.name());
        if (!outcome.isProven()) {
            throw new MigrationException(WorkOfMigration.differs(run.request(), database.name()), null);
        }
        var amended = end.withReport(outcome::putInto);
        leadership.amend(amended);
        return amended;
    }

    /// Somebody else may have closed the database before its last steps were done.
    private boolean keepsUsOut(MigratedDatabase database) throws SQLException {
        if (!database.keepsUsOut()) {
            return false;
        }
        if (leadership.hasEnteredLastSteps(database.name())) {
            return true;
        }
        var name = Identifiers.quoted(database.name());
        throw new MigrationException(
                FailureCode.CONTENTION,
                "database " + name,
                "It lets the migration's user in no more, and its last steps are not done: event triggers, settings and limits.",
                "ALTER DATABASE %1$s CONNECTION LIMIT -1; GRANT CONNECT ON DATABASE %1$s TO %2$s;"
                        .formatted(
                                name, Identifiers.quoted(run.request().target().user())));
    }

    private Observation announced(Observation end, List<Finding> notes) {
        return end instanceof Observation.Finished(var epoch, var report) && !notes.isEmpty()
                ? new Observation.Finished(epoch, report.ended(tools.clock().get(), notes))
                : end;
    }
}
