package dev.pgconvoy.worker.target;

import dev.pgconvoy.copy.Work.Statement;
import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.failure.SqlFailures;
import dev.pgconvoy.text.Excerpt;
import dev.pgconvoy.worker.SearchPath;
import dev.pgconvoy.worker.schema.ScriptHead;
import dev.pgconvoy.worker.schema.TocEntry;
import dev.pgconvoy.worker.wire.ScriptException;
import dev.pgconvoy.worker.wire.WireSession;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Entries of an archive whose script the target refused as a whole: halves, and halves of halves, are tried in
/// savepoints until the entries at fault are known. One whose code finds no name is tried with the search path of the
/// users' sessions, too. All in one open transaction.
final class EntriesInHalves {

    private static final int MOST_REFUSED = 10;

    /// One that the target refuses costs no row and no other object but those that name it.
    private static final Set<String> NEEDED_BY_NO_ROWS = Set.of(
            "VIEW",
            "MATERIALIZED VIEW",
            "FUNCTION",
            "PROCEDURE",
            "AGGREGATE",
            "OPERATOR",
            "OPERATOR CLASS",
            "OPERATOR FAMILY",
            "CAST",
            "CONVERSION",
            "TRANSFORM",
            "TEXT SEARCH CONFIGURATION",
            "TEXT SEARCH DICTIONARY",
            "TEXT SEARCH PARSER",
            "TEXT SEARCH TEMPLATE",
            "RULE",
            "TRIGGER",
            "COMMENT");

    private static final int LONGEST_NAME = 150;

    private final WireSession session;
    private final EntryScripts scripts;
    private final String database;
    private final UsersPaths paths;
    private final boolean failFast;
    private final Map<Integer, TocEntry> missing = new HashMap<>();
    private final List<Failure> refused = new ArrayList<>();
    private final List<Finding> leftOut = new ArrayList<>();

    /// @param failFast whether one that no rows need is a failure, too
    EntriesInHalves(WireSession session, EntryScripts scripts, String database, UsersPaths paths, boolean failFast) {
        this.session = session;
        this.scripts = scripts;
        this.database = database;
        this.paths = paths;
        this.failFast = failFast;
    }

    /// @return one for each entry that was left out, because the target refuses it whatever is tried, or because it
    ///     needs one of these
    /// @throws MigrationException naming those without which the migration cannot go on
    List<Finding> restore(List<TocEntry> entries) throws SQLException, InterruptedException {
        attempt(entries);
        var tried = entries;
        for (var left = missingOf(tried); mayBeMadeNow(left, tried); left = missingOf(tried)) {
            missing.clear();
            refused.clear();
            leftOut.clear();
            attempt(left);
            tried = left;
        }
        if (!refused.isEmpty()) {
            throw new MigrationException(together(), null);
        }
        return leftOut;
    }

    private List<TocEntry> missingOf(List<TocEntry> tried) {
        return tried.stream()
                .filter(entry -> missing.containsKey(entry.dumpId()))
                .toList();
    }

    /// A table may need one that comes later: the archive does not know what a generated column reads.
    private boolean mayBeMadeNow(List<TocEntry> left, List<TocEntry> tried) {
        return !refused.isEmpty() && refused.size() < MOST_REFUSED && left.size() < tried.size();
    }

    private void attempt(List<TocEntry> some) throws SQLException, InterruptedException {
        if (refused.size() >= MOST_REFUSED || isLackingSomething(some)) {
            return;
        }
        var script = scripts.of(some);
        try {
            inSavepoint(script);
        } catch (ScriptException e) {
            if (SqlFailures.codeOf(e.getSQLState()).retryable()) {
                throw e;
            }
            if (some.size() == 1) {
                refused(some.getFirst(), script, e);
            } else {
                attempt(some.subList(0, some.size() / 2));
                attempt(some.subList(some.size() / 2, some.size()));
            }
        }
    }

    /// What needs an entry that was refused is refused because of that.
    private boolean isLackingSomething(List<TocEntry> some) {
        var entry = some.getFirst();
        var lacked = entry.dependencies().stream().filter(missing::containsKey).findFirst();
        if (some.size() > 1 || lacked.isEmpty() || refused.isEmpty() && !mayBeLeftOut(entry)) {
            return false;
        }
        missing.put(entry.dumpId(), entry);
        leftOut.add(Finding.warning(
                "restore-" + entry.kind().toLowerCase(Locale.ROOT),
                FindingCode.STATEMENT_REFUSED,
                entry.object(),
                "Not restored: it needs %s, which the target refused."
                        .formatted(missing.get(lacked.get()).object()),
                "Apply it by hand after the migration, once that is there: "
                        + LedgeredSession.shortened(entry.definition())));
        return true;
    }

    private boolean mayBeLeftOut(TocEntry entry) {
        return !failFast && NEEDED_BY_NO_ROWS.contains(entry.kind());
    }

    private void inSavepoint(String script) throws SQLException {
        var savepoint = session.jdbc().setSavepoint();
        try {
            session.run(List.of(script));
        } catch (ScriptException e) {
            session.jdbc().rollback(savepoint);
            throw e;
        } finally {
            session.jdbc().releaseSavepoint(savepoint);
        }
    }

    private void refused(TocEntry entry, String script, ScriptException refusal) throws SQLException {
        var tried = new ArrayList<SearchPath>();
        if (SearchPath.mayHelp(refusal)) {
            for (var path : paths.find()) {
                tried.add(path);
                try {
                    inSavepoint(path.around(ScriptHead.withoutSearchPath(script)));
                    return;
                } catch (ScriptException e) {
                    if (SqlFailures.codeOf(e.getSQLState()).retryable()) {
                        throw e;
                    }
                }
            }
        }
        missing.put(entry.dumpId(), entry);
        if (mayBeLeftOut(entry)) {
            leftOut.add(LedgeredSession.refusal(
                    new Statement(entry.unit(), entry.object(), entry.definition()), refusal, tried));
        } else {
            refused.add(failure(entry, refusal, tried));
        }
    }

    private Failure failure(TocEntry entry, ScriptException refusal, List<SearchPath> tried) {
        var failure = SqlFailures.classify(
                refusal,
                "%s %s of database \"%s\"".formatted(entry.kind().toLowerCase(Locale.ROOT), entry.object(), database));
        return new Failure(
                failure.code(),
                failure.object(),
                "The target refused its %s: %s.%s"
                        .formatted(entry.statementKind(), failure.message(), SearchPath.tried(tried)),
                tried.isEmpty() ? failure.remedy() : SearchPath.REMEDY);
    }

    private Failure together() {
        var first = refused.getFirst();
        if (refused.size() == 1) {
            return first;
        }
        var others = refused.stream()
                .skip(1)
                .map(failure -> Excerpt.of(failure.object(), LONGEST_NAME))
                .collect(Collectors.joining(", "));
        return new Failure(
                first.code(),
                first.object(),
                "%s Also refused: %s%s."
                        .formatted(first.message(), others, refused.size() < MOST_REFUSED ? "" : ", and perhaps more"),
                first.remedy());
    }
}
