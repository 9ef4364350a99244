package dev.pgconvoy.worker.copier;

import dev.pgconvoy.copy.Work.Statement;
import dev.pgconvoy.event.TaskResult.UnitResult;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.worker.SearchPath;
import dev.pgconvoy.worker.wire.ScriptException;
import dev.pgconvoy.worker.wire.WireSession;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Statements of one task: all in one round trip, unless one of them may meet rows that violate it.
final class TaskStatements {

    private TaskStatements() {}

    /// @param path under which each of them runs; empty for ours
    static List<UnitResult> run(
            List<Statement> statements,
            Set<String> todo,
            WireSession target,
            CurrentObject focus,
            Optional<SearchPath> path)
            throws SQLException {
        var wanted = statements.stream()
                .filter(statement -> todo.contains(statement.unit()))
                .map(statement -> path.map(found -> under(found, statement)).orElse(statement))
                .toList();
        if (wanted.stream().allMatch(statement -> statement.otherwise().isEmpty())) {
            return together(wanted, target, focus);
        }
        var results = new ArrayList<UnitResult>();
        for (var statement : wanted) {
            results.addAll(
                    statement.otherwise().isEmpty()
                            ? together(List.of(statement), target, focus)
                            : List.of(
                                    tolerantly(statement, statement.otherwise().get(), target, focus)));
        }
        return results;
    }

    private static Statement under(SearchPath path, Statement statement) {
        return new Statement(
                statement.unit(),
                statement.object(),
                path.around(statement.sql()),
                statement.otherwise().map(path::around));
    }

    private static List<UnitResult> together(List<Statement> statements, WireSession target, CurrentObject focus)
            throws SQLException {
        if (statements.isEmpty()) {
            return List.of();
        }
        var began = System.nanoTime();
        focus.on(statements.getFirst().object(), statements.getFirst().sql());
        try {
            target.run(statements.stream().map(Statement::sql).toList());
        } catch (ScriptException e) {
            focus.on(statements.get(e.index()).object(), statements.get(e.index()).sql());
            throw e;
        }
        var each = (System.nanoTime() - began) / 1_000_000 / statements.size();
        return statements.stream()
                .map(statement -> UnitResult.of(statement.unit(), 0, 0, each))
                .toList();
    }

    private static UnitResult tolerantly(Statement statement, String otherwise, WireSession target, CurrentObject focus)
            throws SQLException {
        var began = System.nanoTime();
        focus.on(statement.object(), statement.sql());
        var savepoint = target.jdbc().setSavepoint();
        var notes = new ArrayList<Finding>();
        try {
            target.run(List.of(statement.sql()));
        } catch (ScriptException e) {
            if (!ConstraintViolations.isOne(e)) {
                throw e;
            }
            target.jdbc().rollback(savepoint);
            target.run(List.of(otherwise));
            notes.add(ConstraintViolations.note(statement.object(), e, target.jdbc()));
        }
        target.jdbc().releaseSavepoint(savepoint);
        return UnitResult.of(statement.unit(), 0, 0, (System.nanoTime() - began) / 1_000_000, notes);
    }
}
