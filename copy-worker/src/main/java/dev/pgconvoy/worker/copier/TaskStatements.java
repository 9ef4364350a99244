package dev.pgconvoy.worker.copier;

import dev.pgconvoy.copy.Work.Statement;
import dev.pgconvoy.event.TaskResult.UnitResult;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.failure.ServerErrorText;
import dev.pgconvoy.failure.SqlFailures;
import dev.pgconvoy.postgres.TableName;
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
        return statement.with(
                path.around(statement.sql()), statement.otherwise().map(path::around));
    }

    /// An ANALYZE that fails takes nothing along. Which one does is not known before, so that
    /// one savepoint goes ahead of all statements, in the same round trip.
    private static List<UnitResult> together(List<Statement> statements, WireSession target, CurrentObject focus)
            throws SQLException {
        if (statements.stream().noneMatch(Statement::gathersStatistics)) {
            return inOneRoundTrip(statements, "", target, focus);
        }
        try {
            return inOneRoundTrip(statements, "SAVEPOINT before_statements; ", target, focus);
        } catch (ScriptException e) {
            if (!statements.get(e.index()).gathersStatistics() || isOfServer(e, focus)) {
                throw e;
            }
        }
        try (var back = target.jdbc().createStatement()) {
            back.execute("ROLLBACK TO SAVEPOINT before_statements");
        }
        var results = new ArrayList<UnitResult>();
        for (var statement : statements) {
            results.addAll(
                    statement.gathersStatistics()
                            ? List.of(analyze(statement, target, focus))
                            : inOneRoundTrip(List.of(statement), "", target, focus));
        }
        return results;
    }

    private static UnitResult analyze(Statement statement, WireSession target, CurrentObject focus)
            throws SQLException {
        focus.on(statement.object());
        var savepoint = target.jdbc().setSavepoint();
        var notes = new ArrayList<Finding>();
        var began = System.nanoTime();
        try {
            target.run(List.of(statement.sql()));
        } catch (ScriptException e) {
            if (isOfServer(e, focus)) {
                throw e;
            }
            target.jdbc().rollback(savepoint);
            notes.add(Finding.warning(
                    "statistics",
                    FindingCode.STATISTICS_NOT_GATHERED,
                    statement.object(),
                    "Its rows are all there, but the target could not gather statistics of them: "
                            + ServerErrorText.of(e),
                    "Correct or drop the index or the extended statistics whose expression fails, then: ANALYZE "
                            + statement.table().map(TableName::quoted).orElse(statement.object())));
        }
        target.jdbc().releaseSavepoint(savepoint);
        return UnitResult.of(statement.unit(), 0, 0, millis(began), notes);
    }

    /// One that says nothing about the statement, and may pass.
    private static boolean isOfServer(ScriptException refused, CurrentObject focus) {
        return SqlFailures.classify(refused, focus.object()).code().retryable();
    }

    private static long millis(long began) {
        return (System.nanoTime() - began) / 1_000_000;
    }

    /// @param before goes ahead of the first one
    private static List<UnitResult> inOneRoundTrip(
            List<Statement> statements, String before, WireSession target, CurrentObject focus) throws SQLException {
        if (statements.isEmpty()) {
            return List.of();
        }
        var began = System.nanoTime();
        focus.on(statements.getFirst().object(), statements.getFirst().sql());
        var scripts = new ArrayList<>(statements.stream().map(Statement::sql).toList());
        scripts.set(0, before + scripts.getFirst());
        try {
            target.run(scripts);
        } catch (ScriptException e) {
            focus.on(
                    statements.get(e.index()).object(),
                    statements.get(e.index()).sql());
            throw e;
        }
        var each = millis(began) / statements.size();
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
        return UnitResult.of(statement.unit(), 0, 0, millis(began), notes);
    }
}
