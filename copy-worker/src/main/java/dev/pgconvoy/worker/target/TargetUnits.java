package dev.pgconvoy.worker.target;

import dev.pgconvoy.copy.Work.Statement;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.worker.report.DatabaseOutcome;
import dev.pgconvoy.worker.schema.TocEntry;
import java.sql.SQLException;
import java.util.List;

/// The conductor's own units of work on a target database. Each is done once, whoever does it: the ledger says which
/// are.
public interface TargetUnits {

    boolean isSuperuser() throws SQLException;

    /// Runs a script as one unit, unless it is done.
    void once(Statement unit);

    /// @param <X> what else it may throw
    interface SqlWork<X extends Exception> {
        List<Finding> run() throws SQLException, X;
    }

    /// Runs the work as one unit, unless it is done.
    ///
    /// @return its notes, whoever did it
    <X extends Exception> List<Finding> once(String unit, SqlWork<X> work) throws X;

    /// Runs the script of these entries as one unit, unless it is done. Should the target refuse it, the entries at
    /// fault are found and named.
    ///
    /// @param failFast whether one that no rows need is a failure, too
    /// @return what was left out, also by an earlier conductor
    List<Finding> restoreOnce(
            String unit, String database, List<TocEntry> entries, EntryScripts scripts, boolean failFast)
            throws InterruptedException;

    /// Runs all statements at once, or when the target refuses one, each: what it refuses, or passes over with
    /// a warning, is a finding, and the others go on. All are in one transaction; see [StatementChunk].
    ///
    /// @return also what was refused to an earlier conductor
    List<Finding> tolerantly(String unit, List<Statement> statements);

    /// The copy is complete and proven: keeps what is to be done at the very end, and what is to be reported.
    void complete(List<Statement> lastSteps, DatabaseOutcome outcome);

    /// A crash of the server has emptied unlogged tables: what filled them counts as not done, nor what came after it.
    void forget(List<String> units);
}
