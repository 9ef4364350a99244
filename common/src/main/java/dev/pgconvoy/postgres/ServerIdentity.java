package dev.pgconvoy.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/// Which server a session is on, whatever name it was reached by.
///
/// @param systemIdentifier given at initdb and kept by physical copies; empty where it cannot be read
/// @param inRecovery whether it is a standby, or still restores a backup
public record ServerIdentity(Optional<String> systemIdentifier, boolean inRecovery) {

    private static final String RECOVERY = "SELECT pg_catalog.pg_is_in_recovery()";
    private static final String IDENTIFIER = "SELECT system_identifier::text FROM pg_catalog.pg_control_system()";

    /// Undefined before 9.6; some providers deny it.
    private static final Set<String> NOT_READABLE = Set.of("42883", "42501");

    /// What a source is to its target.
    public enum Relation {
        UNRELATED,
        /// One server under two names.
        SAME,
        /// A standby with the target's system identifier: it follows the target, or what the target followed.
        SOURCE_IS_STANDBY,
        /// One system identifier, two servers, and the source follows nobody: promoted, restored, or the target's
        /// primary.
        PHYSICAL_COPY,
        /// Not the same server; the rest could not be read.
        UNKNOWN
    }

    public static ServerIdentity of(Connection server) throws SQLException {
        var inRecovery = "t".equals(text(server, RECOVERY));
        try {
            return new ServerIdentity(Optional.of(text(server, IDENTIFIER)), inRecovery);
        } catch (SQLException e) {
            if (NOT_READABLE.contains(String.valueOf(e.getSQLState()))) {
                return new ServerIdentity(Optional.empty(), inRecovery);
            }
            throw e;
        }
    }

    /// Reads both and finds out. Neither session may be in a transaction of its own: a question that is denied would
    /// end it.
    public static Relation relation(Connection source, Connection target) throws SQLException {
        var atSource = of(source);
        var atTarget = of(target);
        return relation(atSource, atTarget, !differ(atSource, atTarget) && sees(source, target));
    }

    /// @param seesLock whether a lock that was taken on one is seen on the other, which only one server can show
    public static Relation relation(ServerIdentity source, ServerIdentity target, boolean seesLock) {
        if (seesLock) {
            return Relation.SAME;
        }
        if (differ(source, target)) {
            return Relation.UNRELATED;
        }
        if (source.systemIdentifier.isEmpty() || target.systemIdentifier.isEmpty()) {
            return Relation.UNKNOWN;
        }
        return source.inRecovery ? Relation.SOURCE_IS_STANDBY : Relation.PHYSICAL_COPY;
    }

    private static boolean differ(ServerIdentity source, ServerIdentity target) {
        return source.systemIdentifier.isPresent()
                && target.systemIdentifier.isPresent()
                && !source.systemIdentifier.equals(target.systemIdentifier);
    }

    /// Advisory locks are never replicated, and `pg_locks` shows those of the whole server.
    private static boolean sees(Connection source, Connection target) throws SQLException {
        var key = ThreadLocalRandom.current().nextLong();
        text(target, "SELECT pg_catalog.pg_try_advisory_lock(%d)".formatted(key));
        try {
            return "t".equals(text(source, """
                    SELECT EXISTS (SELECT FROM pg_catalog.pg_locks
                                   WHERE locktype = 'advisory' AND objsubid = 1 AND granted
                                     AND classid = %d::int8::oid AND objid = %d::int8::oid)
                    """.formatted(key >>> Integer.SIZE, key & 0xFFFF_FFFFL)));
        } finally {
            text(target, "SELECT pg_catalog.pg_advisory_unlock(%d)".formatted(key));
        }
    }

    private static String text(Connection server, String question) throws SQLException {
        try (var statement = server.createStatement();
                var rows = statement.executeQuery(question)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
