package dev.pgconvoy.preflight.check;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.preflight.examination.Check;
import dev.pgconvoy.preflight.examination.Examination;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/// What is to be compared must be on the target, too.
final class ComparedDatabases implements Check {

    private static final String DATABASES = "SELECT datname FROM pg_database WHERE datallowconn";

    /// @param there whether the target has it
    record Row(String database, boolean there) {}

    @Override
    public String name() {
        return "compared-databases";
    }

    @Override
    public boolean indispensable() {
        return true;
    }

    @Override
    public List<Finding> run(Examination examination) throws SQLException {
        var there = Set.copyOf(examination.target().query(DATABASES, row -> row.getString(1)));
        return examination.selection().names().stream()
                .flatMap(name -> assess(new Row(name, there.contains(name))).stream())
                .toList();
    }

    List<Finding> assess(Row row) {
        return row.there
                ? List.of()
                : List.of(Finding.error(
                        name(),
                        FindingCode.NOTHING_TO_COMPARE,
                        row.database,
                        "The database is not on the target, so there is nothing to compare it with.",
                        "Name the databases to compare (--databases), or migrate it."));
    }
}
