package dev.pgconvoy.preflight.check;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.postgres.TableLeftBehind;
import dev.pgconvoy.preflight.examination.Check;
import dev.pgconvoy.preflight.examination.DatabaseCheck;
import dev.pgconvoy.preflight.examination.Examination;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Tables with rows that do not move: those of extensions that are not their configuration, and those that users made
/// in schemas of the system.
final class TablesLeftBehind implements Check {

    private static final int MOST_NAMED = 20;

    @Override
    public String name() {
        return "tables-left-behind";
    }

    @Override
    public List<Finding> run(Examination examination) throws SQLException {
        var findings = new ArrayList<Finding>();
        for (var database : DatabaseCheck.reachable(examination)) {
            try (var session = examination.source().in(database)) {
                findings.addAll(assess(database, session.ask(TableLeftBehind::of)));
            }
        }
        return findings;
    }

    List<Finding> assess(String database, List<TableLeftBehind> tables) {
        var findings = new ArrayList<Finding>();
        tables.stream()
                .limit(MOST_NAMED)
                .map(table -> Finding.warning(
                        name(),
                        FindingCode.TABLE_LEFT_BEHIND,
                        "table %s in \"%s\"".formatted(table.table(), database),
                        "Its rows will not arrive: " + reason(table),
                        table.remedy()))
                .forEach(findings::add);
        if (tables.size() > MOST_NAMED) {
            findings.add(Finding.warning(
                    name(),
                    FindingCode.TABLE_LEFT_BEHIND,
                    database,
                    "The rows of %d more tables of extensions or system schemas will not arrive."
                            .formatted(tables.size() - MOST_NAMED),
                    "Copy the rows by hand afterwards, as the other findings of this check say."));
        }
        return findings;
    }

    private static String reason(TableLeftBehind table) {
        return table.extension()
                .map(
                        "it belongs to the extension %s and is not one of its configuration tables, so it gets what CREATE EXTENSION puts into it."
                                ::formatted)
                .orElse("it is in a schema of the system, and those do not move.");
    }
}
