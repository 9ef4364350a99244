package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.migration.MigrationOption;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.migration.Report;
import dev.pgconvoy.worker.roles.RoleMigration;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/// How a migration ends on the target: finished, failed or stopped; said only when nothing is written any more.
final class Ending {

    private static final Logger LOG = Logger.getLogger(Ending.class);

    private final ConductorTools tools;
    private final Targets targets;

    Ending(ConductorTools tools, Targets targets) {
        this.tools = tools;
        this.targets = targets;
    }

    /// Drops the ledgers, which is the last that is written, and says that all is done.
    void finish(Run run, Connection admin, Report report, RoleMigration roles) throws SQLException {
        var notes = new ArrayList<>(report.notes());
        for (var name : run.request().databases()) {
            var database = targets.database(run, admin, name);
            if (database.isUnfinished()) {
                try (var session = database.openWired()) {
                    notes.addAll(new Target(session, run.request().id(), run.epoch()).finish());
                }
            }
        }
        notes.addAll(roles.leave());
        var complete = new Report(
                report.startedAt(),
                tools.clock().get(),
                report.sourceVersion(),
                report.targetVersion(),
                report.verify(),
                report.databases(),
                notes,
                report.repeatedFrom());
        run.voice().sayDurably(new Observation.Finished(run.epoch(), complete));
        LOG.infof("Migration %s is finished", run.request().id());
    }

    static Failure differences(MigrationRequest request) {
        return new Failure(
                FailureCode.VERIFICATION_FAILED,
                request.id().toString(),
                "Source and target differ; the report names every difference.",
                request.options().migrationOption() == MigrationOption.VERIFY
                        ? "Look whether somebody writes to one of the servers; copy anew what differs."
                        : "Do not use the copy. Drop the databases on the target and migrate again.");
    }

    void fail(Run run, Failure failure, Optional<Report> report) {
        LOG.errorf("Migration %s failed: %s", run.request().id(), failure.sentence());
        try {
            closeAll(run);
        } catch (MigrationException | SQLException e) {
            LOG.warnf(
                    "The target of %s could not be closed for writers: %s",
                    run.request().id(), e.getMessage());
        }
        run.voice().sayDurably(new Observation.Failed(run.epoch(), failure, report, List.of()));
    }

    /// Says Stopped only when no one can write any more; tries until that is certain.
    void stop(Run run) throws InterruptedException {
        for (var attempt = 1; ; attempt++) {
            try {
                var left = closeAll(run);
                run.voice().sayDurably(new Observation.Stopped(run.epoch(), left));
                LOG.infof("Migration %s is stopped", run.request().id());
                return;
            } catch (MigrationException | SQLException e) {
                LOG.warnf("Stopping %s: %s", run.request().id(), e.getMessage());
                Thread.sleep(tools.retries()
                        .delayAfter(Math.min(attempt, tools.retries().most()))
                        .orElseThrow());
            }
        }
    }

    private List<String> closeAll(Run run) throws SQLException {
        try (var admin = targets.admin(run)) {
            var left = new ArrayList<String>();
            for (var name : run.request().databases()) {
                if (targets.database(run, admin, name).close()) {
                    left.add(name);
                }
            }
            return left;
        }
    }
}
