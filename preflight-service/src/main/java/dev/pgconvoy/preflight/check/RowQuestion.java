package dev.pgconvoy.preflight.check;

import static dev.pgconvoy.postgres.Identifiers.quoted;

import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.preflight.examination.Examination;
import dev.pgconvoy.preflight.examination.PreflightSql;
import dev.pgconvoy.preflight.examination.ServerSession;
import dev.pgconvoy.text.DatabaseText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// What all rows of a table are asked.
///
/// @param name of the constraint, column or statistics; empty for the row as a whole
/// @param bad a condition that is true, or fails, for a row that the target will
/// refuse; of a unique key and an exclusion constraint the query that lists those that
/// do not go together
/// @param callsUsers whether it would run code of users
/// @param alone whether the table's children are not asked with it
record RowQuestion(Kind kind, TableName table, String name, String bad, boolean callsUsers, boolean alone) {

    private static final String OF_ROWS = PreflightSql.read("check/list_row_questions");
    private static final String OF_STATISTICS = PreflightSql.read("check/list_statistics_questions_pg14");
    private static final String OF_VALUES = PreflightSql.read("check/list_value_questions");
    private static final String OF_PARTITIONS = PreflightSql.read("check/list_partition_questions_pg10");
    private static final String OF_GENERATED = PreflightSql.read("check/list_generated_questions_pg12");
    private static final String OF_FOREIGN_KEYS = PreflightSql.read("check/list_foreign_key_questions");
    private static final String OF_INDEXES = PreflightSql.read("check/list_index_questions");
    private static final String OF_EXCLUSIONS = PreflightSql.read("check/list_exclusion_questions");
    private static final String OF_SEQUENCES = PreflightSql.read("check/list_sequence_questions_pg10");
    private static final int FIRST_WITH_PARTITIONS = 10;
    private static final int FIRST_WITH_SEQUENCES = 10;
    private static final int FIRST_WITH_GENERATED = 12;
    private static final int FIRST_WITH_EXPRESSIONS = 14;

    enum Kind {
        CHECK("violate a check"),
        DOMAIN("violate a check of their domain"),
        NOT_NULL("have no value where one must be"),
        FOREIGN_KEY("have no parent"),
        ENCODING("hold texts that are not valid in the database's encoding"),
        VALUE("hold values that cannot be read, or that their type does not allow"),
        PARTITION("are not within the bounds of their partition"),
        GENERATED("hold computed values that the target may compute otherwise"),
        SIZE("are larger than the 1 GB that a server sends at once"),
        INDEX("make an expression of an index fail"),
        UNIQUE("have keys that stand twice past a unique index"),
        EXCLUSION("exclude each other past the index of an exclusion constraint"),
        STATISTICS("make an expression of statistics fail, so that the target gathers none");

        private final String told;

        Kind(String told) {
            this.told = told;
        }

        String told() {
            return told;
        }
    }

    static List<RowQuestion> of(Examination examination, ServerSession database) throws SQLException {
        var questions = new ArrayList<>(database.query(OF_ROWS, row -> read(row, true)));
        questions.addAll(database.query(OF_VALUES, row -> read(row, true)));
        questions.addAll(database.query(OF_FOREIGN_KEYS, row -> read(row, row.getBoolean(8))));
        questions.addAll(database.query(OF_INDEXES, row -> read(row, true)));
        questions.addAll(database.query(OF_EXCLUSIONS, row -> read(row, true)));
        var version = examination.source().version();
        if (version.isAtLeast(FIRST_WITH_PARTITIONS)) {
            questions.addAll(database.query(OF_PARTITIONS, row -> read(row, true)));
        }
        if (version.isAtLeast(FIRST_WITH_SEQUENCES)) {
            questions.addAll(database.query(OF_SEQUENCES, row -> read(row, true)));
        }
        if (version.isAtLeast(FIRST_WITH_GENERATED)) {
            questions.addAll(database.query(OF_GENERATED, row -> read(row, true)));
        }
        if (version.isAtLeast(FIRST_WITH_EXPRESSIONS)) {
            questions.addAll(database.query(OF_STATISTICS, row -> read(row, true)));
        }
        return questions;
    }

    private static RowQuestion read(ResultSet row, boolean alone) throws SQLException {
        return new RowQuestion(
                Kind.valueOf(row.getString(1)),
                new TableName(row.getString(2), row.getString(3)),
                row.getString(4),
                DatabaseText.of(row.getStatement().getConnection()).sql(row.getString(5), row.getBytes(6)),
                row.getBoolean(7),
                alone);
    }

    /// Whether it compares rows with each other, and is a list of those that do
    /// not go together.
    boolean comparesRows() {
        return kind == Kind.UNIQUE || kind == Kind.EXCLUSION;
    }

    String from() {
        if (comparesRows()) {
            return "FROM (%s) AS together".formatted(bad);
        }
        // Whole rows in a check bear the table's name.
        return "FROM %s%s%s"
                .formatted(alone ? "ONLY " : "", table.quoted(), kind == Kind.FOREIGN_KEY ? " AS child" : "");
    }

    /// What is counted of that.
    String counted() {
        return comparesRows() ? "true" : bad;
    }

    String object() {
        return name.isEmpty() ? table.quoted() : "%s of %s".formatted(quoted(name), table.quoted());
    }

    /// The statement by which a person sees these rows.
    String shown() {
        return switch (kind) {
            case UNIQUE, EXCLUSION -> bad + " LIMIT 100;";
            case CHECK, NOT_NULL, FOREIGN_KEY, SIZE, PARTITION, GENERATED ->
                "SELECT * %s WHERE %s LIMIT 100;".formatted(from(), bad);
            case ENCODING, VALUE, STATISTICS, INDEX, DOMAIN ->
                "SELECT count(*) FILTER (WHERE %s) %s;".formatted(bad, from());
        };
    }
}
