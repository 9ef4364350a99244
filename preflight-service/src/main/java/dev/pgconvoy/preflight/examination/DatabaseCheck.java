package dev.pgconvoy.preflight.check;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.preflight.model.SourceDatabase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// A question that each database of the source which is to move is asked; what cannot be connected to has a finding
/// already.
abstract class DatabaseCheck<R> implements Check {

    abstract String question(Examination examination) throws SQLException;

    abstract R read(String database, ResultSet row) throws SQLException;

    /// All answers of one database.
    abstract List<Finding> assess(Examination examination, List<R> rows) throws SQLException;

    @Override
    public final List<Finding> run(Examination examination) throws SQLException {
        var findings = new ArrayList<Finding>();
        for (var name : reachable(examination)) {
            findings.addAll(assess(examination, ask(examination, name)));
        }
        return findings;
    }

    final List<R> ask(Examination examination, String name) throws SQLException {
        var question = question(examination);
        try (var session = examination.source().in(name)) {
            return session.query(question, row -> read(name, row));
        }
    }

    static List<String> reachable(Examination examination) {
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
