package dev.pgconvoy.preflight.examination;

import dev.pgconvoy.failure.Finding;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.BiFunction;

/// Asks each database of the source all questions that checks have for it, in one session, and a few databases at once:
/// a login takes longer than most questions, and the first questions of a session longer than the others. A check that
/// fails in one database is not asked in the others.
public final class DatabaseSweep {

    /// Fewer than there are sessions: other checks need one, too.
    private static final int AT_ONCE = 2;

    private final Examination examination;
    private final List<DatabaseCheck<?>> checks;
    private final BiFunction<Check, Exception, Finding> notRun;

    /// @param notRun what is found of a check that failed
    public DatabaseSweep(
            Examination examination, List<DatabaseCheck<?>> checks, BiFunction<Check, Exception, Finding> notRun) {
        this.examination = examination;
        this.checks = List.copyOf(checks);
        this.notRun = notRun;
    }

    /// @return the findings of each check that has any, in the order of the databases
    public Map<Check, List<Finding>> run(Executor threads) {
        var places = new Semaphore(AT_ONCE);
        var failed = new LinkedHashMap<Check, Finding>();
        var sweeping = DatabaseCheck.reachable(examination).stream()
                .map(database -> CompletableFuture.supplyAsync(() -> in(database, places, failed), threads))
                .toList();
        var findings = new LinkedHashMap<Check, List<Finding>>();
        sweeping.stream()
                .map(CompletableFuture::join)
                .forEach(found ->
                        found.forEach((check, more) -> of(check, findings).addAll(more)));
        failed.forEach((check, finding) -> of(check, findings).add(finding));
        return findings;
    }

    private static List<Finding> of(Check check, Map<Check, List<Finding>> findings) {
        return findings.computeIfAbsent(check, _ -> new ArrayList<>());
    }

    private Map<Check, List<Finding>> in(String database, Semaphore places, Map<Check, Finding> failed) {
        places.acquireUninterruptibly();
        try {
            var answers = ask(database, failed);
            var findings = new LinkedHashMap<Check, List<Finding>>();
            for (var answer : answers) {
                try {
                    findings.put(answer.check(), answer.assess());
                } catch (SQLException | RuntimeException e) {
                    fail(answer.check(), e, failed);
                }
            }
            return findings;
        } finally {
            places.release();
        }
    }

    /// The session is given back before anything is assessed: that may ask again.
    private List<DatabaseCheck.Answer<?>> ask(String database, Map<Check, Finding> failed) {
        var answers = new ArrayList<DatabaseCheck.Answer<?>>();
        var left = remaining(failed);
        try (var session = examination.source().in(database)) {
            for (var check : left) {
                try {
                    answers.add(check.answer(examination, session, database));
                } catch (SQLException | RuntimeException e) {
                    fail(check, e, failed);
                }
            }
        } catch (SQLException | RuntimeException e) {
            left.forEach(check -> fail(check, e, failed));
        }
        return answers;
    }

    private List<DatabaseCheck<?>> remaining(Map<Check, Finding> failed) {
        synchronized (failed) {
            return checks.stream().filter(check -> !failed.containsKey(check)).toList();
        }
    }

    private void fail(Check check, Exception e, Map<Check, Finding> failed) {
        synchronized (failed) {
            failed.computeIfAbsent(check, _ -> notRun.apply(check, e));
        }
    }
}
