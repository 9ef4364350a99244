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

    @Override
    public final List<Finding> run(Examination examination) throws SQLException {
        var findings = new ArrayList<Finding>();
        for (var name : reachable(examination)) {
            findings.addAll(assess(examination, ask(examination, name)));
        }
        return findings;
    }

    protected final List<R> ask(Examination examination, String name) throws SQLException {
        var question = question(examination);
        try (var session = examination.source().in(name)) {
            return session.query(question, row -> read(name, row));
        }
    }

    public static List<String> reachable(Examination examination) {
        var selection = examination.selection();
        return selection.names().stream()
                .filter(name -> selection
                        .find(name)
                        .filter(SourceDatabase::acceptsConnections)
                        .filter(SourceDatabase::mayConnect)
                        .isPresent())
                .toList();
    }
}
