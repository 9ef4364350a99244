package dev.pgconvoy.worker.copier;

import dev.pgconvoy.copy.CopyTask;
import dev.pgconvoy.copy.TaskResult;
import dev.pgconvoy.copy.TaskResult.UnitResult;
import dev.pgconvoy.copy.Work;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.failure.SqlFailures;
import dev.pgconvoy.postgres.Identifiers;
import dev.pgconvoy.worker.ledger.Ledger;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Runs one task in one transaction on the target: the fence and the markers first, then the work, then what it came
/// to.
final class TaskRunner {

    private final Sessions sessions;

    TaskRunner(Sessions sessions) {
        this.sessions = sessions;
    }

    /// What the work is busy with; read when it fails.
    private static final class Focus {
        private String object;

        Focus(String object) {
            this.object = object;
        }
    }

    TaskResult.Outcome run(CopyTask task, Meter meter) {
        var focus = new Focus("database \"%s\"".formatted(task.database()));
        try {
            sessions.prepare(task);
            return new TaskResult.Done(transaction(task, meter, focus));
        } catch (SQLException e) {
            sessions.close();
            return new TaskResult.Failed(SqlFailures.classify(e, focus.object));
        } catch (MigrationException e) {
            sessions.close();
            return new TaskResult.Failed(e.failure());
        }
    }

    private List<UnitResult> transaction(CopyTask task, Meter meter, Focus focus) throws SQLException {
        var source = sessions.source();
        var target = sessions.target();
        target.setAutoCommit(false);
        var units = units(task.work());
        var todo = Ledger.begin(target, task.epoch(), units);
        if (!todo.isEmpty()) {
            if (!(task.work() instanceof Work.RunStatements)) {
                importSnapshot(source, task.snapshot());
            }
            Ledger.complete(target, work(task.work(), todo, source, target, meter, focus));
        }
        var results = Ledger.read(target, units);
        target.commit();
        if (!source.getAutoCommit()) {
            source.commit();
        }
        return results;
    }

    private static void importSnapshot(Connection source, String snapshot) throws SQLException {
        source.setAutoCommit(false);
        try (var statement = source.createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; SET TRANSACTION SNAPSHOT "
                    + Identifiers.literal(snapshot));
        }
    }

    private static List<String> units(Work work) {
        return switch (work) {
            case Work.CopyTables(var tables) ->
                tables.stream().map(Work.TableCopy::unit).toList();
            case Work.RunStatements(var statements) ->
                statements.stream().map(Work.Statement::unit).toList();
            case Work.CopyLargeObjects objects -> List.of(objects.unit());
            case Work.VerifyTables(var tables, var _) ->
                tables.stream().map(table -> "verify " + table.table().quoted()).toList();
        };
    }

    private static List<UnitResult> work(
            Work work, Set<String> todo, Connection source, Connection target, Meter meter, Focus focus)
            throws SQLException {
        var results = new ArrayList<UnitResult>();
        switch (work) {
            case Work.CopyTables(var tables) -> {
                var pipe = new CopyPipe(meter);
                for (var table : tables) {
                    focus.object = table.table().toString();
                    if (todo.contains(table.unit())) {
                        results.add(copy(table, pipe, source, target));
                    }
                }
            }
            case Work.RunStatements(var statements) -> {
                for (var statement : statements) {
                    focus.object = statement.object();
                    if (todo.contains(statement.unit())) {
                        results.add(execute(statement, target));
                    }
                }
            }
            case Work.CopyLargeObjects objects -> {
                focus.object = "large objects";
                results.add(LargeObjects.copy(objects, source, target, meter));
            }
            case Work.VerifyTables(var tables, var mode) -> {
                for (var table : tables) {
                    focus.object = table.table().toString();
                    if (todo.contains("verify " + table.table().quoted())) {
                        results.add(TableVerifier.verify(table, mode, source, target));
                    }
                }
            }
        }
        return results;
    }

    private static UnitResult copy(Work.TableCopy table, CopyPipe pipe, Connection source, Connection target)
            throws SQLException {
        var began = System.nanoTime();
        var copied = pipe.copy(table, source, target);
        return UnitResult.of(table.unit(), copied.rows(), copied.bytes(), (System.nanoTime() - began) / 1_000_000);
    }

    private static UnitResult execute(Work.Statement statement, Connection target) throws SQLException {
        var began = System.nanoTime();
        try (var sql = target.createStatement()) {
            sql.setEscapeProcessing(false);
            sql.execute(statement.sql());
        }
        return UnitResult.of(statement.unit(), 0, 0, (System.nanoTime() - began) / 1_000_000);
    }
}
