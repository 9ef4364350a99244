package dev.pgconvoy.worker.copier;

import dev.pgconvoy.copy.Work;
import dev.pgconvoy.event.CopyTask;
import dev.pgconvoy.event.TaskResult;
import dev.pgconvoy.event.TaskResult.UnitResult;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.failure.SqlFailures;
import dev.pgconvoy.postgres.ReadableRelations;
import dev.pgconvoy.worker.lead.LeadTerm;
import dev.pgconvoy.worker.ledger.Ledger;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Runs one task in one transaction on the target: the fence and the markers first, then the work, then what it came
/// to.
final class TaskRunner {

    private final SlotSessions sessions;

    TaskRunner(SlotSessions sessions) {
        this.sessions = sessions;
    }

    TaskResult.Outcome run(CopyTask task, CopyMeter meter) {
        var focus = new CurrentObject("database \"%s\"".formatted(task.database()));
        try {
            sessions.prepare(task);
            return new TaskResult.Done(transaction(task, meter, focus));
        } catch (SQLException e) {
            sessions.close();
            return new TaskResult.Failed(SqlFailures.classify(e, focus.object()));
        } catch (MigrationException e) {
            sessions.close();
            return new TaskResult.Failed(e.failure());
        } catch (RuntimeException | Error e) {
            sessions.close(); // or the next task would go on in this transaction, and commit half of this one
            throw e;
        }
    }

    private List<UnitResult> transaction(CopyTask task, CopyMeter meter, CurrentObject focus) throws SQLException {
        var target = sessions.target(task);
        var units = task.work().units();
        if (task.work() instanceof Work.VerifyTables(var _, var recorded) && !recorded) {
            var results = work(task, Set.copyOf(units), meter, focus);
            target.jdbc().rollback();
            return results;
        }
        var todo = Ledger.begin(target.jdbc(), new LeadTerm(task.id(), task.requestHash(), task.epoch()), units);
        var results = new ArrayList<UnitResult>();
        if (!todo.isEmpty()) {
            results.addAll(work(task, todo, meter, focus));
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

    private List<UnitResult> work(CopyTask task, Set<String> todo, CopyMeter meter, CurrentObject focus)
            throws SQLException {
        var target = sessions.target(task);
        return switch (task.work()) {
            case Work.CopyTables(var tables, var afterwards) -> {
                var results = new ArrayList<>(TableCopies.copy(
                        tables.stream()
                                .filter(table -> todo.contains(table.unit()))
                                .toList(),
                        sessions.source(task),
                        target,
                        meter,
                        focus));
                results.addAll(TaskStatements.run(afterwards, todo, target, focus));
                yield results;
            }
            case Work.RunStatements(var statements) -> TaskStatements.run(statements, todo, target, focus);
            case Work.CopyLargeObjects objects -> {
                focus.on("large objects");
                yield List.of(LargeObjects.copy(objects, sessions.source(task), target, meter));
            }
            case Work.VerifyTables(var checks, var _) -> {
                var results = new ArrayList<UnitResult>();
                ReadableRelations.allowTablesOnly(target.jdbc());
                var unplanned = TableVerifier.unplanned(checks, sessions.source(task), target);
                for (var check : checks) {
                    focus.on(check.table().toString());
                    if (todo.contains(check.unit())) {
                        results.add(TableVerifier.verify(check, unplanned, sessions.source(task), target));
                    }
                }
                ReadableRelations.allowAll(target.jdbc());
                yield results;
            }
        };
    }
}
