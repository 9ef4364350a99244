package dev.pgconvoy.worker.target;

import dev.pgconvoy.copy.Work.Statement;
import dev.pgconvoy.event.TaskResult.UnitResult;
import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.failure.SqlFailures;
import dev.pgconvoy.text.Excerpt;
import dev.pgconvoy.worker.SearchPath;
import dev.pgconvoy.worker.lead.LeadTerm;
import dev.pgconvoy.worker.ledger.Ledger;
import dev.pgconvoy.worker.plan.StatementChunk;
import dev.pgconvoy.worker.report.DatabaseOutcome;
import dev.pgconvoy.worker.report.NoteLog;
import dev.pgconvoy.worker.schema.ShownDefinition;
import dev.pgconvoy.worker.schema.TocEntry;
import dev.pgconvoy.worker.wire.EachScript;
import dev.pgconvoy.worker.wire.ScriptException;
import dev.pgconvoy.worker.wire.WireSession;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The conductor's own units of work on a target database.
public final class LedgeredSession implements TargetUnits {

    private static final String INSUFFICIENT_RESOURCES = "53";
    private static final int LONGEST_STATEMENT = 300;

    /// Statements that run code of users.
    private static final Pattern RUNS_CODE = Pattern.compile("\\s*(?:CREATE|REFRESH|ALTER TABLE|ALTER DOMAIN)\\b");

    private final WireSession wired;
    private final Connection session;
    private final LeadTerm term;
    private final UsersPaths paths;

    public LedgeredSession(WireSession wired, LeadTerm term) {
        this(wired, term, UsersPaths.NONE);
    }

    /// @param paths with which a statement of the users is tried again when it finds no name
    public LedgeredSession(WireSession wired, LeadTerm term, UsersPaths paths) {
        this.wired = wired;
        this.paths = paths;
        this.session = wired.jdbc();
        this.term = term;
    }

    public Connection session() {
        return session;
    }

    @Override
    public boolean isSuperuser() throws SQLException {
        try (var statement = session.createStatement();
                var row = statement.executeQuery(
                        "SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    @Override
    public void once(Statement unit) {
        transaction(unit.object(), unit.unit(), () -> {
            execute(unit.sql());
            return List.of();
        });
    }

    @Override
    public List<Finding> restoreOnce(
            String unit, String database, List<TocEntry> entries, EntryScripts scripts, boolean failFast)
            throws InterruptedException {
        var script = scripts.of(entries);
        try {
            return transaction("%s of \"%s\"".formatted(unit, database), unit, () -> {
                execute(script);
                return List.of();
            });
        } catch (MigrationException e) {
            if (e.failure().code().retryable() || e.failure().code() == FailureCode.FENCED) {
                throw e;
            }
            return transaction(
                    unit, unit, () -> new EntriesInHalves(wired, scripts, database, paths, failFast).restore(entries));
        }
    }

    @Override
    public <X extends Exception> List<Finding> once(String unit, SqlWork<X> work) throws X {
        return transaction(unit, unit, work);
    }

    @Override
    public List<Finding> tolerantly(String unit, List<Statement> statements) {
        return statements.isEmpty() ? List.of() : transaction(unit, unit, () -> refusals(statements));
    }

    /// However many are refused, no savepoint stays: each would keep a lock until the end of the transaction.
    private List<Finding> refusals(List<Statement> statements) throws SQLException {
        execute("SET LOCAL client_min_messages = warning"); // or what is lost by a warning only is lost in silence
        var scripts = statements.stream().map(Statement::sql).toList();
        var outcome = runTogether(scripts);
        if (outcome.isEmpty()) {
            outcome = Optional.of(wired.runEach(scripts));
        }
        var notes = new ArrayList<Finding>();
        for (var refused : outcome.get().refused().entrySet()) {
            var statement = statements.get(refused.getKey());
            if (StatementChunk.beginsInNameOfAnother(statement.sql())) {
                notes.addAll(grantedInOurName(statements, refused.getKey(), refused.getValue(), outcome.get()));
            } else {
                again(statement, refused.getValue()).ifPresent(notes::add);
            }
        }
        outcome.get().warned().forEach((index, warning) -> notes.add(withoutEffect(statements.get(index), warning)));
        execute("SET LOCAL client_min_messages = error");
        return notes;
    }

    /// @return empty when one was refused, and none has run
    private Optional<EachScript> runTogether(List<String> scripts) throws SQLException {
        var savepoint = session.setSavepoint();
        var done = Optional.<EachScript>empty();
        try {
            done = Optional.of(new EachScript(new TreeMap<>(), wired.run(scripts)));
        } catch (ScriptException _) {
            session.rollback(savepoint);
        }
        session.releaseSavepoint(savepoint);
        return done;
    }

    /// What was to be granted by another role is granted by ours: each is told by its own
    /// statement. One that was refused, or had no effect, is told as that.
    private static List<Finding> grantedInOurName(
            List<Statement> statements, int begin, SQLException refused, EachScript outcome) throws SQLException {
        var why = refusal(statements.get(begin), refused, List.of()).message();
        return StatementChunk.inNameOfAnother(statements, begin).stream()
                .filter(index -> !outcome.refused().containsKey(index)
                        && !outcome.warned().containsKey(index))
                .map(statements::get)
                .map(statement -> Finding.warning(
                        "restore-" + statement.unit().split(" ", 2)[0],
                        FindingCode.STATEMENT_REFUSED,
                        statement.object(),
                        "It has its effect, but in the name of the target's user and not of the role that granted it at the source. "
                                + why,
                        "Where it matters who granted it, apply it as that role: " + shortened(statement.sql())))
                .toList();
    }

    /// A GRANT or REVOKE by somebody who has no grant option is no error to the server.
    private static Finding withoutEffect(Statement statement, SQLWarning warning) {
        return Finding.warning(
                "restore-" + statement.unit().split(" ", 2)[0],
                FindingCode.GRANT_WITHOUT_EFFECT,
                statement.object(),
                "The target's user may not do this, so that it had no effect, or not all of it: "
                        + String.valueOf(warning.getMessage()).strip(),
                "Apply it on the target as the owner of the object or as a superuser: " + shortened(statement.sql()));
    }

    /// Code that finds no name may find it with the search path of the users' sessions.
    ///
    /// @return empty when it does
    private Optional<Finding> again(Statement statement, SQLException refused) throws SQLException {
        var tried = new ArrayList<SearchPath>();
        if (SearchPath.mayHelp(refused) && RUNS_CODE.matcher(statement.sql()).lookingAt()) {
            for (var path : paths.find()) {
                tried.add(path);
                if (runTogether(List.of(path.around(statement.sql()))).isPresent()) {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(refusal(statement, refused, tried));
    }

    /// @throws SQLException when it says nothing about the statement, but about the server
    static Finding refusal(Statement statement, SQLException refused, List<SearchPath> tried) throws SQLException {
        var failure = SqlFailures.classify(refused, statement.object());
        if (failure.code().retryable() || isExhausted(refused)) {
            throw refused;
        }
        var isSecret = ShownDefinition.isSecret(statement.sql());
        return Finding.warning(
                "restore-" + statement.unit().split(" ", 2)[0],
                FindingCode.STATEMENT_REFUSED,
                statement.object(),
                "Not restored: "
                        + (isSecret ? withoutQuotes(failure, refused) : failure.message())
                        + (tried.isEmpty() ? "" : "." + SearchPath.tried(tried)),
                isSecret
                        ? "Apply it by hand after the migration. It may hold a password and is not shown here: pg_dump --schema-only prints it."
                        : (tried.isEmpty() ? "" : SearchPath.REMEDY + " ")
                                + "Apply it by hand after the migration: "
                                + shortened(statement.sql()));
    }

    /// Refusals for want of rights do not quote the statement; others may.
    private static String withoutQuotes(Failure failure, SQLException refused) {
        return failure.code() == FailureCode.PERMISSION_DENIED
                ? failure.message()
                : "The target refused it (SQLSTATE %s).".formatted(refused.getSQLState());
    }

    private static boolean isExhausted(SQLException refused) {
        return refused.getSQLState() != null && refused.getSQLState().startsWith(INSUFFICIENT_RESOURCES);
    }

    static String shortened(String sql) {
        return Excerpt.of(ShownDefinition.masked(sql.strip()).replaceAll("\\s+", " "), LONGEST_STATEMENT);
    }

    /// @return the notes of the work, whoever did it
    private <X extends Exception> List<Finding> transaction(String object, String unit, SqlWork<X> work) throws X {
        var began = System.nanoTime();
        try {
            session.setAutoCommit(false);
            var isCommitted = false;
            try {
                var units = unit.isEmpty() ? List.<String>of() : List.of(unit);
                var notes = new ArrayList<Finding>();
                if (Ledger.begin(session, term, units).isEmpty() && !units.isEmpty()) {
                    Ledger.read(session, units).forEach(done -> notes.addAll(done.notes()));
                } else {
                    notes.addAll(work.run());
                    restoreSearchPath();
                    var millis = (System.nanoTime() - began) / 1_000_000;
                    Ledger.complete(
                            session,
                            units.stream()
                                    .map(done -> UnitResult.of(done, 0, 0, millis, notes))
                                    .toList());
                }
                session.commit();
                isCommitted = true;
                return notes;
            } finally {
                if (!isCommitted) {
                    session.rollback();
                }
                session.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw SqlFailures.exception(e, object);
        }
    }

    /// Scripts of pg_restore set the search path and more; the session keeps ours.
    private void restoreSearchPath() throws SQLException {
        execute(
                "SET search_path = pg_catalog, pg_temp; SET client_min_messages = error; SET row_security = off; SET default_table_access_method = heap");
    }

    public void execute(String sql) throws SQLException {
        wired.run(List.of(sql));
    }

    @Override
    public void complete(List<Statement> lastSteps, DatabaseOutcome outcome) {
        transaction("last steps", "last steps", () -> {
            requireNoCrash();
            try (var insert = session.prepareStatement(
                    "INSERT INTO pgconvoy_ledger.last_step (unit, object, sql) VALUES (?, ?, ?)")) {
                for (var statement : lastSteps) {
                    insert.setString(1, statement.unit());
                    insert.setString(2, statement.object());
                    insert.setString(3, statement.sql());
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            outcome.keep(session);
            return List.of();
        });
    }

    private void requireNoCrash() throws SQLException {
        if (CrashTrace.isLost(session)) {
            throw new MigrationException(
                    FailureCode.CONTENTION,
                    "unlogged tables",
                    "A crash of the target has emptied them; they are copied again.",
                    "");
        }
    }

    private void requireComplete() throws SQLException {
        if (DatabaseOutcome.kept(session).isEmpty()) {
            throw new MigrationException(
                    FailureCode.CONTENTION,
                    "database \"%s\"".formatted(session.getCatalog()),
                    "Its ledger does not say that the copy is complete.",
                    "");
        }
    }

    @Override
    public void forget(List<String> units) {
        transaction("unlogged tables", "", () -> {
            try (var delete = session.prepareStatement("""
                    DELETE FROM pgconvoy_ledger.unit
                    WHERE unit = ANY (?) OR unit = 'last steps' OR unit LIKE 'sequences%'""")) {
                delete.setArray(1, session.createArrayOf("text", units.toArray()));
                delete.executeUpdate();
            }
            execute(
                    "DELETE FROM pgconvoy_ledger.outcome; DELETE FROM pgconvoy_ledger.last_step; DELETE FROM pgconvoy_ledger.sequence");
            CrashTrace.renew(session);
            return List.of();
        });
    }

    private List<Statement> kept() throws SQLException {
        try (var statement = session.createStatement();
                var rows = statement.executeQuery(
                        "SELECT unit, object, sql FROM pgconvoy_ledger.last_step ORDER BY position")) {
            var kept = new ArrayList<Statement>();
            while (rows.next()) {
                kept.add(new Statement(rows.getString(1), rows.getString(2), rows.getString(3)));
            }
            return kept;
        }
    }

    /// The end: what fires on DDL or would meet our sessions comes only when we make none any more, and our ledger goes
    /// in the same transaction. It does not wait long for those who look at the ledger.
    ///
    /// @throws MigrationException FENCED when another conductor leads
    public List<Finding> finish() {
        var notes = new ArrayList<Finding>();
        try {
            session.setAutoCommit(false);
            try {
                Ledger.begin(session, term, List.of("finished"));
                requireNoCrash();
                requireComplete();
                var database = session.getCatalog();
                var steps = kept();
                execute(
                        "SET LOCAL lock_timeout = '5s'; DROP SCHEMA pgconvoy_ledger CASCADE; SET LOCAL lock_timeout = 0");
                for (var chunk : StatementChunk.of(steps)) {
                    notes.addAll(refusals(chunk.statements()));
                }
                session.commit();
                NoteLog.write(database, notes);
            } catch (SQLException | MigrationException e) {
                session.rollback();
                throw e;
            } finally {
                session.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw SqlFailures.exception(e, "schema pgconvoy_ledger");
        }
        return notes;
    }
}
