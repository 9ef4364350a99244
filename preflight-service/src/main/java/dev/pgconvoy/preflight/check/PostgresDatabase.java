package dev.pgconvoy.preflight.check;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.preflight.examination.Check;
import dev.pgconvoy.preflight.examination.Examination;
import dev.pgconvoy.preflight.model.SourceDatabase;
import java.sql.SQLException;
import java.util.List;

/// `postgres` does not move unless it is named; somebody may have put tables there all the same.
final class PostgresDatabase implements Check {

    private static final String USER_TABLES = """
            SELECT count(*)
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p') AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
              AND NOT EXISTS (
                SELECT FROM pg_depend d
                WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
            """;

    record Row(long userTables) {}

    @Override
    public String name() {
        return "postgres-database";
    }

    @Override
    public List<Finding> run(Examination examination) throws SQLException {
        if (!isLeftOutAndOpen(examination)) {
            return List.of();
        }
        try (var session = examination.source().in(SourceDatabase.POSTGRES)) {
            return assess(
                    new Row(session.query(USER_TABLES, row -> row.getLong(1)).getFirst()));
        }
    }

    private static boolean isLeftOutAndOpen(Examination examination) {
        var selection = examination.selection();
        return selection.leftOut().contains(SourceDatabase.POSTGRES)
                && selection
                        .find(SourceDatabase.POSTGRES)
                        .filter(SourceDatabase::acceptsConnections)
                        .filter(SourceDatabase::mayConnect)
                        .isPresent();
    }

    List<Finding> assess(Row row) {
        if (row.userTables == 0) {
            return List.of();
        }
        return List.of(Finding.warning(
                name(),
                FindingCode.POSTGRES_LEFT_OUT,
                SourceDatabase.POSTGRES,
                "It is left out and holds tables of users: %d.".formatted(row.userTables),
                "Name every database in the request, postgres too, if they must move."));
    }
}
