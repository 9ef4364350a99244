package dev.pgconvoy.preflight.examination;

import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Recognises an unfinished copy by the ledger that every one of ours carries.
public final class LedgerDetection {

    private static final String EXISTS = "SELECT to_regclass('pgconvoy_ledger.migration') IS NOT NULL";
    private static final String WHOSE = "SELECT id FROM pgconvoy_ledger.migration";

    /// Classes of SQLSTATE that say: not ours to look into. Anything else is a fault of the moment.
    private static final Set<String> NOT_OURS = Set.of("28", "3D", "42", "55");

    private LedgerDetection() {}

    /// The migration whose copy the database is; empty when it is none.
    public static Optional<String> owner(ServerSession target, String database) throws SQLException {
        try (var session = target.in(database)) {
            return session.query(EXISTS, row -> row.getBoolean(1)).getFirst()
                    ? session.query(WHOSE, row -> row.getString(1)).stream().findFirst()
                    : Optional.empty();
        } catch (SQLException e) {
            var state = Objects.requireNonNullElse(e.getSQLState(), "");
            if (state.length() == 5 && NOT_OURS.contains(state.substring(0, 2))) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
