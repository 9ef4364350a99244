package dev.pgconvoy.preflight.examination;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.preflight.model.SourceDatabase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// A question that each database of the source which is to move is asked; what cannot be connected to has a finding
/// already.
public abstract class DatabaseCheck<R> implements Check {

    protected abstract String question(Examination examination) throws SQLException;

    protected abstract R read(String database, ResultSet row) throws SQLException;

    /// All answers of one database.
    protected abstract List<Finding> assess(Examination examination, List<R> rows) throws SQLException;

    /// What a database answered; it is assessed when the session is given back.
    static final class Answer<R> {

        private final DatabaseCheck<R> check;
        private final Examination examination;
        private final List<R> rows;

        private Answer(DatabaseCheck<R> check, Examination examination, List<R> rows) {
            this.check = check;
            this.examination = examination;
            this.rows = rows;
        }

        Check check() {
            return check;
        }

        List<Finding> assess() throws SQLException {
            return check.assess(examination, rows);
        }
    }

    final Answer<R> answer(Examination examination, ServerSession session, String name) throws SQLException {
        return new Answer<>(this, examination, rows(examination, session, name));
    }

    /// For one check alone; all together are asked by [DatabaseSweep].
    @Override
    public final List<Finding> run(Examination examination) throws SQLException {
        var findings = new ArrayList<Finding>();
        for (var name : reachable(examination)) {
            findings.addAll(assess(examination, ask(examination, name)));
        }
        return findings;
    }

    protected final List<R> ask(Examination examination, String name) throws SQLException {
        try (var session = examination.source().in(name)) {
            return rows(examination, session, name);
        }
    }

    private List<R> rows(Examination examination, ServerSession session, String name) throws SQLException {
        return session.query(question(examination), row -> read(name, row));
    }

    public static List<String> reachable(Examination examination) {
        var selection = examination.selection();
        return selection.names().stream()
                .filter(name ->
                        selection.find(name).filter(SourceDatabase::isReachable).isPresent())
                .toList();
    }
}
