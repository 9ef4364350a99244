package dev.pgconvoy.preflight.examination;

import dev.pgconvoy.postgres.OwnSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Recognises an unfinished copy by the ledger that every one of ours carries.
public final class LedgerDetection {

    private static final String WHOSE = "SELECT id FROM pgconvoy_ledger.migration";

    /// Classes of SQLSTATE that say: not ours to look into. Anything else is a fault of the moment.
    private static final Set<String> NOT_OURS = Set.of("28", "3D", "42", "55");

    private LedgerDetection() {}

    /// @param migration whose copy the database is; empty when it is none
    /// @param foreign what is wrong with a schema of the ledger's name that is not ours
    public record Look(Optional<String> migration, Optional<OwnSchema.Foreign> foreign) {
        private static final Look NOTHING = new Look(Optional.empty(), Optional.empty());
    }

    public static Look of(ServerSession target, String database) throws SQLException {
        try (var session = target.in(database)) {
            return session.ask(LedgerDetection::look);
        } catch (SQLException e) {
            var state = Objects.requireNonNullElse(e.getSQLState(), "");
            if (state.length() == 5 && NOT_OURS.contains(state.substring(0, 2))) {
                return Look.NOTHING;
            }
            throw e;
        }
    }

    private static Look look(Connection session) throws SQLException {
        var foreign = OwnSchema.LEDGER.foreign(session);
        return foreign.isPresent()
                ? new Look(Optional.empty(), foreign)
                : new Look(OwnSchema.LEDGER.read(session, WHOSE, row -> row.getString(1)), foreign);
    }
}
