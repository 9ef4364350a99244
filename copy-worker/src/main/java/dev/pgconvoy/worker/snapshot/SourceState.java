package dev.pgconvoy.worker.snapshot;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.HexFormat;

/// What a snapshot is a snapshot of: the server's identity and timeline (where it tells them), the start of its
/// postmaster, since when it counts, and the transactions that the snapshot sees. Equal texts mean that the source has
/// not moved.
///
/// Transaction numbers alone do not prove it: a crash may lose commits that were not flushed yet, and their numbers
/// are given again. After every restart, and after every crash that the postmaster survived, the text is another one.
///
/// Where equal texts would prove nothing, each new snapshot has a text of its own, which only who imports that very
/// snapshot shares. That is so on a standby, which does not tell the transactions in progress, and on a server that
/// does not tell since when it counts.
public final class SourceState {

    private static final int LONGEST = 200;
    private static final String MOMENT = " taken ";

    private SourceState() {}

    /// Of a new snapshot.
    ///
    /// @param session inside the snapshot, with the time zone UTC
    static String read(SourceSession session) throws SQLException {
        var text = text(session);
        return isTelling(session) ? text : text + session.tell("snapshot/tell_moment");
    }

    /// Of a snapshot that was offered as one of this state.
    ///
    /// @param session has imported it
    static String readImported(SourceSession session, String offered) throws SQLException {
        var moment = offered.lastIndexOf(MOMENT);
        return text(session).equals(moment < 0 ? offered : offered.substring(0, moment)) ? offered : read(session);
    }

    private static String text(SourceSession session) throws SQLException {
        var server = "%s%s"
                .formatted(
                        session.mayCall("pg_control_system") ? session.tell("snapshot/tell_system") : "",
                        session.mayCall("pg_control_checkpoint") ? session.tell("snapshot/tell_timeline") : "");
        var counting = session.mayReadCounts() ? session.tell("snapshot/tell_statistics") : "";
        return server + start(session) + counting + "snapshot " + brief(session.tell("snapshot/tell_transactions"));
    }

    private static boolean isTelling(SourceSession session) throws SQLException {
        return session.mayReadCounts() && !session.isInRecovery();
    }

    /// When the server was started.
    static String start(SourceSession session) throws SQLException {
        return session.tell("snapshot/tell_start");
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
