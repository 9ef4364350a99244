package dev.pgconvoy.worker.copier;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.text.DatabaseText;
import dev.pgconvoy.worker.WorkerSql;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/// Rows of the source that violate a constraint of the source: the constraint is made NOT VALID, and they are
/// counted.
final class ConstraintViolations {

    private static final String FOREIGN_KEY = "23503";
    private static final String CHECK = "23514";
    private static final String RAISED = "P0001";

    private ConstraintViolations() {}

    /// The function of a check may raise an error instead of saying no.
    static boolean isOne(SQLException e) {
        return FOREIGN_KEY.equals(e.getSQLState()) || CHECK.equals(e.getSQLState()) || RAISED.equals(e.getSQLState());
    }

    /// Counts in the open transaction, after the constraint was made NOT VALID.
    static Finding note(String object, PSQLException violation, Connection target) throws SQLException {
        var offenders = count(violation.getServerErrorMessage(), target);
        return Finding.warning(
                "invalid-data",
                FindingCode.ROWS_VIOLATE_CONSTRAINT,
                object,
                "%s of the source violate this constraint; it was created NOT VALID."
                        .formatted(offenders > 0 ? "%d rows".formatted(offenders) : "Rows"),
                "Correct the rows, then run ALTER TABLE (or DOMAIN) … VALIDATE CONSTRAINT.");
    }

    /// @return 0 when they cannot be counted: a value of a domain may be inside another value
    private static long count(@Nullable ServerErrorMessage said, Connection target) throws SQLException {
        if (said == null || said.getTable() == null) {
            return 0;
        }
        var constraint = said.getConstraint();
        try (var query = target.prepareStatement(
                WorkerSql.read(constraint == null ? "copier/count_domain_violations" : "copier/count_violations"))) {
            query.setString(1, said.getSchema());
            query.setString(2, said.getTable());
            query.setString(3, constraint == null ? said.getColumn() : constraint);
            try (var row = query.executeQuery()) {
                return row.next() ? number(row.getString(1), row.getBytes(2), target) : 0;
            }
        }
    }

    private static long number(@Nullable String text, byte @Nullable [] bytes, Connection target) throws SQLException {
        if (text == null && bytes == null) {
            return 0;
        }
        try (var statement = target.createStatement()) {
            statement.setEscapeProcessing(false);
            try (var row = statement.executeQuery(DatabaseText.of(target).sql(text, bytes))) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
