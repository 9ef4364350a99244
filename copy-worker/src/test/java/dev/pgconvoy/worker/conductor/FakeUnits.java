package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.copy.Work.Statement;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.failure.SqlFailures;
import dev.pgconvoy.worker.report.DatabaseOutcome;
import dev.pgconvoy.worker.schema.TocEntry;
import dev.pgconvoy.worker.target.EntryScripts;
import dev.pgconvoy.worker.target.TargetUnits;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A ledger in memory.
final class FakeUnits implements TargetUnits {

    /// What was run, by unit; of statements their SQL.
    final Map<String, List<String>> done = Collections.synchronizedMap(new LinkedHashMap<>());

    final Set<String> refused = new HashSet<>();
    final Map<String, MigrationException> failing = new HashMap<>();
    final List<String> forgotten = new ArrayList<>();
    final List<String> failFast = new ArrayList<>();
    boolean superuser = true;
    Optional<List<Statement>> lastSteps = Optional.empty();

    private boolean begin(String unit, List<String> what) {
        var failure = failing.remove(unit);
        if (failure != null) {
            throw failure;
        }
        return done.putIfAbsent(unit, what) == null;
    }

    @Override
    public boolean isSuperuser() {
        return superuser;
    }

    @Override
    public void once(Statement unit) {
        begin(unit.unit(), List.of(unit.sql()));
    }

    @Override
    public <X extends Exception> List<Finding> once(String unit, SqlWork<X> work) throws X {
        try {
            return begin(unit, List.of()) ? work.run() : List.of();
        } catch (SQLException e) {
            throw SqlFailures.exception(e, unit);
        }
    }

    @Override
    public List<Finding> restoreOnce(
            String unit, String database, List<TocEntry> entries, EntryScripts scripts, boolean fast)
            throws InterruptedException {
        if (fast) {
            failFast.add(unit);
        }
        begin(unit, List.of(scripts.of(entries)));
        return List.of();
    }

    @Override
    public List<Finding> tolerantly(String unit, List<Statement> statements) {
        begin(unit, statements.stream().map(Statement::sql).toList());
        return statements.stream()
                .filter(statement -> refused.contains(statement.object()))
                .map(statement -> Finding.warning(
                        "restore",
                        FindingCode.STATEMENT_REFUSED,
                        statement.object(),
                        "Refused.",
                        "By hand: " + statement.sql()))
                .toList();
    }

    @Override
    public void complete(List<Statement> steps, DatabaseOutcome outcome) {
        lastSteps = Optional.of(List.copyOf(steps));
    }

    @Override
    public void forget(List<String> units) {
        forgotten.addAll(units);
    }
}
