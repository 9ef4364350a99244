package dev.pgconvoy.worker.snapshot;

import dev.pgconvoy.worker.Sql;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;

/// What a snapshot is a snapshot of: the server's identity and timeline (where it tells them), the start of its
/// postmaster, and the transactions that the snapshot sees. Equal texts mean that the source has not moved.
///
/// Transaction numbers alone do not prove it: a crash may lose commits that were not flushed yet, and their numbers
/// are given again. After every restart the text is another one.
public final class SourceState {

    private static final int LONGEST = 200;

    private SourceState() {}

    /// @param session inside the snapshot, with the time zone UTC
    public static String read(Connection session) throws SQLException {
        var server = "%s%s"
                .formatted(
                        may(session, "pg_control_system") ? one(session, "snapshot/tell_system") : "",
                        may(session, "pg_control_checkpoint") ? one(session, "snapshot/tell_timeline") : "");
        return server + start(session) + "snapshot " + brief(one(session, "snapshot/tell_transactions"));
    }

    /// When the server was started.
    static String start(Connection session) throws SQLException {
        return one(session, "snapshot/tell_start");
    }

    private static boolean may(Connection session, String function) throws SQLException {
        try (var statement = session.createStatement();
                var row = statement.executeQuery(
                        "SELECT pg_catalog.has_function_privilege('pg_catalog.%s()', 'EXECUTE')".formatted(function))) {
            return row.next() && row.getBoolean(1);
        }
    }

    private static String one(Connection session, String file) throws SQLException {
        try (var statement = session.createStatement();
                var row = statement.executeQuery(Sql.read(file))) {
            row.next();
            return row.getString(1);
        }
    }

    /// Thousands of open transactions make a text of many kilobytes, which would travel again and again.
    static String brief(String transactions) {
        if (transactions.length() <= LONGEST) {
            return transactions;
        }
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(transactions.getBytes(StandardCharsets.UTF_8));
            return transactions.substring(0, transactions.lastIndexOf(':') + 1)
                    + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
