package dev.pgconvoy.preflight.check;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.preflight.model.Codes;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Source and target must be two servers, by whatever names they are called: overwriting would destroy the source. The
/// system identifier tells, together with the start time, because a physical copy keeps the identifier.
final class SameServer implements Check {

    private static final String STARTED = "SELECT extract(epoch FROM pg_postmaster_start_time())::text";
    private static final String IDENTIFIER = "SELECT system_identifier::text FROM pg_control_system()";

    /// Undefined before 9.6; some providers deny it.
    private static final Set<String> NOT_READABLE = Set.of("42883", "42501");

    /// @param systemIdentifier empty where it cannot be read
    record Identity(Optional<String> systemIdentifier, String startedAt) {}

    record Row(String server, Identity source, Identity target) {}

    @Override
    public String name() {
        return "same-server";
    }

    @Override
    public boolean indispensable() {
        return true;
    }

    @Override
    public List<Finding> run(Examination examination) throws SQLException {
        return assess(
                new Row(examination.target().server(), identity(examination.source()), identity(examination.target())));
    }

    private static Identity identity(ServerSession session) throws SQLException {
        var startedAt = session.query(STARTED, row -> row.getString(1)).getFirst();
        try {
            return new Identity(
                    session.query(IDENTIFIER, row -> row.getString(1)).stream().findFirst(), startedAt);
        } catch (SQLException e) {
            if (NOT_READABLE.contains(String.valueOf(e.getSQLState()))) {
                return new Identity(Optional.empty(), startedAt);
            }
            throw e;
        }
    }

    List<Finding> assess(Row row) {
        var known = row.source.systemIdentifier.isPresent() && row.target.systemIdentifier.isPresent();
        var startedTogether = row.source.startedAt.equals(row.target.startedAt);
        if (known && !row.source.systemIdentifier.equals(row.target.systemIdentifier)) {
            return List.of();
        }
        if (startedTogether) {
            return List.of(Finding.error(
                    name(),
                    Codes.SAME_SERVER,
                    row.server,
                    "It is the source itself under another name.",
                    "Name another server as the target."));
        }
        return List.of(
                known
                        ? Finding.warning(
                                name(),
                                Codes.PHYSICAL_COPY,
                                row.server,
                                "It has the system identifier of the source: one is a physical copy of the other.",
                                "Make sure that it is no standby of the source.")
                        : Finding.info(
                                name(),
                                Codes.IDENTITY_UNKNOWN,
                                row.server,
                                "A system identifier cannot be read; the start times show two servers."));
    }
}
