package dev.pgconvoy.worker.lead;

import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.migration.MigrationId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/// A session on the target that has to end before somebody may lead, or before an end is true.
record SessionInTheWay(int pid, String application, String user) {

    private static final String NOT_ALLOWED = "42501";

    /// Asks it to end. One that we may not end is waited for, like one that takes its time.
    void end(Connection with) throws SQLException {
        try (var query = with.prepareStatement("""
                SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity
                WHERE pid = ? AND application_name = ?""")) {
            query.setInt(1, pid);
            query.setString(2, application);
            query.execute();
        } catch (SQLException e) {
            if (!NOT_ALLOWED.equals(e.getSQLState())) {
                throw e;
            }
        }
    }

    static MigrationException contention(MigrationId id, String what, List<SessionInTheWay> sessions) {
        return new MigrationException(
                FailureCode.CONTENTION,
                id.toString(),
                "%s cannot be ended on the target: %s."
                        .formatted(
                                what,
                                sessions.stream()
                                        .map(SessionInTheWay::described)
                                        .collect(Collectors.joining(", "))),
                "End them as a user who may: "
                        + sessions.stream()
                                .map(session -> "SELECT pg_terminate_backend(%d);".formatted(session.pid()))
                                .collect(Collectors.joining(" ")));
    }

    private String described() {
        return "pid %d (%s, user %s)".formatted(pid, application, user);
    }
}
