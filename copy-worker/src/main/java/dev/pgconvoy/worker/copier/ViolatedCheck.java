package dev.pgconvoy.worker.copier;

import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.worker.WorkerSql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/// Rows that a function refuses, of a check or of a generated column, may be sound: it may read
/// a table whose rows are not there yet. Such a refusal is one of the schema, after which the
/// copy is tried again when all other rows are there.
///
/// @param schema of the table or domain, where a check said no
/// @param name of the check; empty where a function raised the error
record ViolatedCheck(String schema, String name) {

    private static final String VIOLATION = "23514";
    private static final Pattern IN_FUNCTION = Pattern.compile("^(?:PL/\\w{1,20}|SQL) function ");

    private static final String REMEDY =
            "If the rows are sound at the source, ask for --on-invalid-data not-valid: then checks are made after all rows, and are valid where no row violates them.";

    /// Empty for errors that come from no check of theirs.
    static Optional<ViolatedCheck> of(SQLException refused) {
        if (!(refused instanceof PSQLException error) || error.getServerErrorMessage() == null) {
            return Optional.empty();
        }
        return of(error.getServerErrorMessage());
    }

    private static Optional<ViolatedCheck> of(ServerErrorMessage said) {
        if (isRaised(said.getWhere())) {
            return Optional.of(new ViolatedCheck("", ""));
        }
        return VIOLATION.equals(said.getSQLState()) && said.getSchema() != null && said.getConstraint() != null
                ? Optional.of(new ViolatedCheck(said.getSchema(), said.getConstraint()))
                : Optional.empty();
    }

    private static boolean isRaised(@Nullable String where) {
        return where != null && IN_FUNCTION.matcher(where).lookingAt();
    }

    /// @return the same failure when the check runs no function that may read tables
    Failure explained(Failure failure, Connection target) throws SQLException {
        if (name.isEmpty()) {
            return ofFunction(failure, "The function may read tables whose rows are not there yet.");
        }
        try (var query = target.prepareStatement(WorkerSql.read("copier/find_function_of_check"))) {
            query.setString(1, schema);
            query.setString(2, name);
            try (var row = query.executeQuery()) {
                return row.next()
                        ? ofFunction(
                                failure,
                                "The check runs the function %s, which may read tables whose rows are not there yet."
                                        .formatted(row.getString(1)))
                        : failure;
            }
        }
    }

    private static Failure ofFunction(Failure failure, String why) {
        return new Failure(
                FailureCode.SCHEMA_REFUSED, failure.object(), "%s %s".formatted(failure.message(), why), REMEDY);
    }
}
