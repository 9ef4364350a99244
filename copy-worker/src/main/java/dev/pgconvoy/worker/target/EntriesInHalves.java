package dev.pgconvoy.worker.target;

import dev.pgconvoy.failure.Failure;
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
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// Entries of an archive whose script the target refused as a whole: halves, and halves of halves, are tried in
/// savepoints until the entries at fault are known. One whose code finds no name is tried with the search path of the
/// users' sessions, too. All in one open transaction.
final class EntriesInHalves {

    private static final int MOST_REFUSED = 10;
    private static final int LONGEST_NAME = 150;

    private final WireSession session;
    private final EntryScripts scripts;
    private final String database;
    private final UsersPaths paths;
    private final Set<Integer> missing = new HashSet<>();
    private final List<Failure> refused = new ArrayList<>();

    EntriesInHalves(WireSession session, EntryScripts scripts, String database, UsersPaths paths) {
        this.session = session;
        this.scripts = scripts;
        this.database = database;
        this.paths = paths;
    }

    /// @throws MigrationException naming the entries that the target refuses whatever is tried
    void restore(List<TocEntry> entries) throws SQLException, InterruptedException {
        attempt(entries);
        if (!refused.isEmpty()) {
            throw new MigrationException(together(), null);
        }
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
        if (some.size() > 1 || some.getFirst().dependencies().stream().noneMatch(missing::contains)) {
            return false;
        }
        missing.add(some.getFirst().dumpId());
        return true;
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
        missing.add(entry.dumpId());
        refused.add(failure(entry, refusal, tried));
    }

    private Failure failure(TocEntry entry, ScriptException refusal, List<SearchPath> tried) {
        var failure = SqlFailures.classify(
                refusal,
                "%s %s of database \"%s\""
                        .formatted(entry.kind().toLowerCase(Locale.ROOT), entry.object(), database));
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
