package dev.pgconvoy.worker.copier;

import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.worker.WorkerSql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/// A check that refuses rows may not be theirs to blame for: its function may read a table whose rows are not there
/// yet. Such a refusal is one of the schema, after which the copy is tried again when all other rows are there.
///
/// @param schema of the table or domain
record ViolatedCheck(String schema, String name) {

    private static final String VIOLATION = "23514";

    /// Empty for other errors, and where a function raised this one and named nothing.
    static Optional<ViolatedCheck> of(SQLException refused) {
        if (!VIOLATION.equals(refused.getSQLState()) || !(refused instanceof PSQLException error)) {
            return Optional.empty();
        }
        return Optional.ofNullable(error.getServerErrorMessage())
                .filter(said -> said.getSchema() != null && said.getConstraint() != null)
                .map(ViolatedCheck::of);
    }

    private static ViolatedCheck of(ServerErrorMessage said) {
        return new ViolatedCheck(String.valueOf(said.getSchema()), String.valueOf(said.getConstraint()));
    }

    /// @return the same failure when it runs no function that may read tables
    Failure explained(Failure failure, Connection target) throws SQLException {
        try (var query = target.prepareStatement(WorkerSql.read("copier/find_function_of_check"))) {
            query.setString(1, schema);
            query.setString(2, name);
            try (var row = query.executeQuery()) {
                return row.next() ? ofFunction(failure, row.getString(1)) : failure;
            }
        }
    }

    private static Failure ofFunction(Failure failure, String function) {
        return new Failure(
                FailureCode.SCHEMA_REFUSED,
                failure.object(),
                "%s The check runs the function %s, which may read tables whose rows are not there yet."
                        .formatted(failure.message(), function),
                "If the rows are sound at the source, ask for --on-invalid-data not-valid: then checks are made after all rows, and are valid where no row violates them.");
    }
}
