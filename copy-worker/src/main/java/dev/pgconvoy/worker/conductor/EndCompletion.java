package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.worker.lead.DecidedEnd;
import dev.pgconvoy.worker.lead.Leadership;
import dev.pgconvoy.worker.snapshot.SourceSnapshots;
import dev.pgconvoy.worker.target.LedgeredSession;
import dev.pgconvoy.worker.target.TargetDatabase;
import dev.pgconvoy.worker.verify.ServerRights;
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
    private final Leadership leadership;
    private final SourceSnapshots snapshots;

    EndCompletion(ConductorDependencies tools, ConductorAttempt run, Leadership leadership, SourceSnapshots snapshots) {
        this.tools = tools;
        this.run = run;
        this.leadership = leadership;
        this.snapshots = snapshots;
    }

    /// @param work brings rows back that a crash of the target has taken since the end was decided
    void complete(DecidedEnd end, WorkOfMigration work) throws SQLException, InterruptedException {
        run.publisher().sayDurably(new Observation.Ending(run.epoch(), end.end()));
        var notes = new ArrayList<Finding>();
        for (var name : run.request().databases()) {
            run.requireLease();
            var database = work.database(name);
            if (end.complete().contains(name)) {
                notes.addAll(finish(database, work));
            } else {
                database.closeFence();
            }
        }
        notes.addAll(work.leaveRoles());
        if (end.end() instanceof Observation.Finished(var _, var report)) {
            notes.addAll(new ServerRights(tools.connector(), run.request())
                    .compare(
                            leadership.session(),
                            end.complete(),
                            Stream.concat(report.notes().stream(), notes.stream())
                                    .toList()));
        }
        snapshots.close();
        TargetDatabase.dropBuildings(leadership);
        leadership.endAllSessions();
        leadership.leave();
        run.requireLease();
        run.publisher().sayDurably(announced(end.announcedBy(run.epoch()), notes));
    }

    private List<Finding> finish(TargetDatabase database, WorkOfMigration work)
            throws SQLException, InterruptedException {
        if (!database.exists()) {
            return List.of(Finding.warning(
                    "end",
                    FindingCode.TARGET_DATABASE_GONE,
                    "database \"%s\"".formatted(database.name()),
                    "Somebody else dropped or renamed it when its copy was complete.",
                    "Migrate it again if that was not meant."));
        }
        if (database.keepsUsOut() || !database.isUnfinished()) {
            return List.of();
        }
        if (!work.outcome(database.name()).isProven()) {
            throw new MigrationException(WorkOfMigration.differs(run.request(), database.name()), null);
        }
        try (var session = database.openWired()) {
            return new LedgeredSession(session, run.term()).finish();
        }
    }

    private Observation announced(Observation end, List<Finding> notes) {
        return end instanceof Observation.Finished(var epoch, var report) && !notes.isEmpty()
                ? new Observation.Finished(epoch, report.ended(tools.clock().get(), notes))
                : end;
    }
}
