package dev.pgconvoy.worker.copier;

import dev.pgconvoy.copy.Work;
import dev.pgconvoy.copy.Work.TableCheck;
import dev.pgconvoy.copy.Work.TableCopy;
import dev.pgconvoy.event.CopyTask;
import dev.pgconvoy.event.TaskResult;
import dev.pgconvoy.event.TaskResult.UnitResult;
import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.failure.SqlFailures;
import dev.pgconvoy.postgres.ReadableRelations;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.worker.SearchPath;
import dev.pgconvoy.worker.catalog.PlannedCode;
import dev.pgconvoy.worker.lead.LeadTerm;
import dev.pgconvoy.worker.ledger.Ledger;
import dev.pgconvoy.worker.snapshot.RenamedRelations;
import dev.pgconvoy.worker.wire.ScriptException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.postgresql.PGConnection;

/// Runs one task in one transaction on the target: the fence and the markers first, then the work, then what it came
/// to.
final class TaskRunner {

    private static final Logger LOG = Logger.getLogger(TaskRunner.class);

    private final SlotSessions sessions;
    private final IndexBuilds builds;

    TaskRunner(SlotSessions sessions, IndexBuilds builds) {
        this.sessions = sessions;
        this.builds = builds;
    }

    /// Code that finds no name is tried again with the search paths of the users' sessions.
    TaskResult.Outcome run(CopyTask task, CopyMeter meter) {
        try {
            var outcome = runOnceOrAgain(task, meter);
            sessions.giveBack();
            return outcome;
        } catch (RuntimeException | Error e) {
            sessions.discard(); // or the next task would go on in this transaction, and commit half of this one
            throw e;
        }
    }

    private TaskResult.Outcome runOnceOrAgain(CopyTask task, CopyMeter meter) {
        try {
            return run(task, meter, Optional.empty());
        } catch (NameNotFoundException refused) {
            return runAgain(task, meter, refused);
        }
    }

    private TaskResult.Outcome runAgain(CopyTask task, CopyMeter meter, NameNotFoundException refused) {
        var tried = new ArrayList<SearchPath>();
        try {
            sessions.prepare(task);
            for (var path : sessions.usersPaths(task)) {
                tried.add(path);
                meter.restart();
                try {
                    return run(task, meter, Optional.of(path));
                } catch (NameNotFoundException _) {
                    // the first refusal is told, with all that was tried
                }
            }
        } catch (SQLException e) {
            sessions.discard();
            return new TaskResult.Failed(
                    SqlFailures.classify(e, refused.failure().object()));
        } catch (MigrationException e) {
            sessions.discard();
            return new TaskResult.Failed(e.failure());
        }
        return new TaskResult.Failed(refused.failureAfter(tried));
    }

    private TaskResult.Outcome run(CopyTask task, CopyMeter meter, Optional<SearchPath> path)
            throws NameNotFoundException {
        var focus = new CurrentObject("database \"%s\"".formatted(task.database()));
        try {
            sessions.prepare(task);
            return new TaskResult.Done(transaction(task, meter, focus, path));
        } catch (UnreadableException e) {
            sessions.discard();
            focus.blame(e.side());
            return new TaskResult.Failed(focus.failure(e));
        } catch (SQLException e) {
            sessions.discard();
            if (SearchPath.mayHelp(e) && runsUsersCode(task.work())) {
                throw new NameNotFoundException(focus.failure(e));
            }
            return new TaskResult.Failed(explained(focus.failure(e), e, task));
        } catch (MigrationException e) {
            sessions.discard();
            return new TaskResult.Failed(e.failure());
        }
    }

    /// The violation is told as it is when nobody can be asked about the check.
    private Failure explained(Failure failure, SQLException refused, CopyTask task) {
        var violated = ViolatedCheck.of(refused);
        if (violated.isEmpty()
                || failure.code().retryable()
                || isOfSource(refused)
                || !(task.work() instanceof Work.CopyTables)) {
            return failure;
        }
        try {
            sessions.prepare(task);
            return violated.get().explained(failure, sessions.target(task).jdbc());
        } catch (SQLException | MigrationException e) {
            LOG.debugf("asking about a check: %s", e.getMessage());
            return failure;
        } finally {
            sessions.discard();
        }
    }

    private static boolean isOfSource(SQLException refused) {
        return refused instanceof ScriptException script && script.isOfSource();
    }

    private static boolean runsUsersCode(Work work) {
        return switch (work) {
            case Work.CopyTables _, Work.RunStatements _ -> true;
            case Work.CopyLargeObjects _, Work.VerifyTables _ -> false;
        };
    }

    private List<UnitResult> transaction(CopyTask task, CopyMeter meter, CurrentObject focus, Optional<SearchPath> path)
            throws SQLException {
        var target = sessions.target(task);
        var units = task.work().units();
        if (task.work() instanceof Work.VerifyTables(var _, var recorded) && !recorded) {
            var results = work(task, Set.copyOf(units), meter, focus, path);
            target.jdbc().rollback();
            return results;
        }
        var todo = Ledger.begin(target.jdbc(), new LeadTerm(task.id(), task.requestHash(), task.epoch()), units);
        var results = new ArrayList<UnitResult>();
        if (!todo.isEmpty()) {
            results.addAll(work(task, todo, meter, focus, path));
            Ledger.complete(target.jdbc(), results);
        }
        if (todo.size() < units.size()) {
            results.addAll(Ledger.read(
                    target.jdbc(),
                    units.stream().filter(unit -> !todo.contains(unit)).toList()));
        }
        target.jdbc().commit();
        return results;
    }

    private List<UnitResult> work(
            CopyTask task, Set<String> todo, CopyMeter meter, CurrentObject focus, Optional<SearchPath> path)
            throws SQLException {
        var target = sessions.target(task);
        return switch (task.work()) {
            case Work.CopyTables(var tables, var afterwards) -> {
                var wanted = tables.stream()
                        .filter(table -> todo.contains(table.unit()))
                        .toList();
                requireThatPartsRunNoCode(wanted, task);
                var results =
                        new ArrayList<>(TableCopies.copy(wanted, sessions.source(task), target, meter, focus, path));
                results.addAll(TaskStatements.run(afterwards, todo, target, focus, path));
                yield results;
            }
            case Work.RunStatements(var statements)
            when task.work().content().stream().anyMatch(unit -> unit.kind().buildsAnIndex()) -> {
                var pid = target.jdbc().unwrap(PGConnection.class).getBackendPID();
                try (var _ = builds.watch(task.id(), pid, () -> sessions.besides(task), meter::building)) {
                    yield TaskStatements.run(statements, todo, target, focus, path);
                }
            }
            case Work.RunStatements(var statements) -> TaskStatements.run(statements, todo, target, focus, path);
            case Work.CopyLargeObjects objects -> {
                focus.on("large objects");
                yield List.of(LargeObjects.copy(objects, sessions.source(task), target, meter));
            }
            case Work.VerifyTables(var checks, var _) -> {
                var results = new ArrayList<UnitResult>();
                var tables = checks.stream().map(TableCheck::table).distinct().toList();
                RenamedRelations.requireNone(sessions.source(task).jdbc(), tables);
                ReadableRelations.allowTablesOnly(target.jdbc());
                var unplanned = sessions.outsideSnapshot(
                        task, source -> TableVerifier.unplanned(checks, source, target.jdbc()));
                for (var check : checks) {
                    focus.on(check.table().toString());
                    if (todo.contains(check.unit())) {
                        results.add(TableVerifier.verify(check, unplanned, sessions.source(task), target));
                    }
                }
                ReadableRelations.allowAll(target.jdbc());
                RenamedRelations.requireNone(sessions.source(task).jdbc(), tables);
                yield results;
            }
        };
    }

    /// Some of a table's rows are read by a query, which is planned; all of them are not. A table that has got such an
    /// index since it was split is not split when the copy begins anew.
    private void requireThatPartsRunNoCode(List<TableCopy> tables, CopyTask task) throws SQLException {
        var queried = tables.stream()
                .filter(table -> table.part().isPresent())
                .map(TableCopy::table)
                .distinct()
                .toList();
        if (queried.isEmpty()) {
            return;
        }
        var found = sessions.outsideSnapshot(task, source -> PlannedCode.among(queried, source));
        if (!found.isEmpty()) {
            throw mayNotBeQueried(tables, found.iterator().next());
        }
    }

    private static MigrationException mayNotBeQueried(List<TableCopy> tables, TableName found) {
        var isSplit = tables.stream()
                .filter(table -> table.table().equals(found))
                .noneMatch(table -> table.part().orElseThrow().rows() instanceof Work.ConfigurationRows);
        return new MigrationException(
                isSplit ? FailureCode.SNAPSHOT_LOST : FailureCode.SCHEMA_REFUSED,
                found.toString(),
                "Some of its rows cannot be read without running a function of its owner: it has an index or statistics with an expression that uses one.",
                isSplit
                        ? "Nothing to do: the copy begins anew, and the table is read as a whole."
                        : "Drop that index or these statistics at the source, or exclude the table.");
    }
}
