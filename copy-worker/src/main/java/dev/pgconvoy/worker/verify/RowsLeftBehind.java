package dev.pgconvoy.worker.verify;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.migration.filter.FilterRules;
import dev.pgconvoy.migration.filter.Filters;
import dev.pgconvoy.postgres.TableLeftBehind;
import dev.pgconvoy.postgres.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// Tables with rows that are neither copied nor compared although no filter of the user says so: every row of the
/// source is in the plan or in a note.
public final class RowsLeftBehind {

    static final FindingCode CODE = FindingCode.ROWS_LEFT_BEHIND;
    private static final String CHECK = "rows-left-behind";
    private static final int MOST_NAMED = 50;

    private RowsLeftBehind() {}

    /// @param source an auto-commit session: one table that cannot be read must not cost the snapshot
    public static List<Finding> find(Connection source, Filters filters) throws SQLException {
        var rules = new FilterRules(filters);
        return notes(TableLeftBehind.of(source).stream()
                .filter(left -> isWanted(left, rules))
                .toList());
    }

    private static boolean isWanted(TableLeftBehind left, FilterRules rules) {
        var schema = left.table().schema();
        var name = left.table().name();
        return rules.includesSchema(schema)
                && left.extension()
                        .filter(owner -> !rules.includesExtension(owner))
                        .isEmpty()
                && rules.includesTable(schema, name)
                && !rules.excludesData(schema, name);
    }

    static List<Finding> notes(List<TableLeftBehind> tables) {
        var notes = new ArrayList<Finding>();
        tables.stream().limit(MOST_NAMED).map(RowsLeftBehind::note).forEach(notes::add);
        if (tables.size() > MOST_NAMED) {
            notes.add(more(tables.size() - MOST_NAMED));
        }
        return notes;
    }

    private static Finding note(TableLeftBehind left) {
        return Finding.warning(
                CHECK,
                CODE,
                "table " + left.table(),
                "Its rows were left behind: "
                        + left.extension()
                                .map(
                                        "it belongs to the extension %s and is not one of its configuration tables."
                                                ::formatted)
                                .orElse("it is in a schema of the system."),
                left.remedy());
    }

    /// What is unlogged, where the server that is read is a standby.
    ///
    /// @param outcome what that means for it
    public static List<Finding> unreadable(Collection<TableName> relations, String outcome) {
        var notes = new ArrayList<Finding>();
        relations.stream()
                .sorted(Comparator.comparing(TableName::quoted))
                .limit(MOST_NAMED)
                .map(relation -> Finding.warning(
                        CHECK,
                        CODE,
                        "table or sequence " + relation,
                        "It is unlogged, and a standby has nothing of what is unlogged: %s.".formatted(outcome),
                        "Take it from the primary by hand, if it is needed."))
                .forEach(notes::add);
        if (relations.size() > MOST_NAMED) {
            notes.add(more(relations.size() - MOST_NAMED));
        }
        return notes;
    }

    /// Configuration tables of extensions that the target does not have.
    public static List<Finding> lackedByTarget(List<TableName> tables) {
        var notes = new ArrayList<Finding>();
        tables.stream().limit(MOST_NAMED).map(RowsLeftBehind::lacked).forEach(notes::add);
        if (tables.size() > MOST_NAMED) {
            notes.add(more(tables.size() - MOST_NAMED));
        }
        return notes;
    }

    private static Finding lacked(TableName table) {
        return Finding.warning(
                CHECK,
                CODE,
                "table " + table,
                "Its rows were left behind: an extension makes it, and on the target none has made it.",
                "Install the source's version of the extension on the target, or copy the rows by hand.");
    }

    private static Finding more(int count) {
        return Finding.warning(
                CHECK,
                CODE,
                "tables of extensions and of the system's schemas",
                "The rows of %d more tables were left behind.".formatted(count),
                "Copy their rows by hand, as the other notes of this kind say.");
    }
}
