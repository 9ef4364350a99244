package dev.pgconvoy.worker.copier;

import static dev.pgconvoy.postgres.Identifiers.literal;

import dev.pgconvoy.worker.wire.CopyRelay;
import dev.pgconvoy.worker.wire.WireSession;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postgresql.PGConnection;

/// The encoding that both databases have, when it is not the one that our sessions speak. Old encodings have bytes
/// without an equivalent in UTF-8, so that rows pass as they are. Statements do not: the server reads the text of a
/// message, with its names, before it runs the first statement of it.
final class CommonEncoding {

    private static final String OURS = "UTF8";

    /// Sessions of databases without an encoding speak none, see [SlotSessions].
    private static final Set<String> NOTHING_TO_DO = Set.of(OURS, "SQL_ASCII");

    private CommonEncoding() {}

    static Optional<String> of(WireSession source, WireSession target) throws SQLException {
        var encoding = encoding(source);
        return encoding.equals(encoding(target)) && !NOTHING_TO_DO.contains(encoding)
                ? Optional.of(encoding)
                : Optional.empty();
    }

    private static String encoding(WireSession session) throws SQLException {
        return session.jdbc().unwrap(PGConnection.class).getParameterStatus("server_encoding");
    }

    /// The same statements, between which both servers convert nothing.
    static List<CopyRelay.Statements> unconverted(List<CopyRelay.Statements> copies, String encoding) {
        var begin = "SET client_encoding = %s;\n".formatted(literal(encoding));
        var end = ";\nSET client_encoding = '%s'".formatted(OURS);
        var all = new ArrayList<>(copies);
        var first = all.getFirst();
        all.set(0, new CopyRelay.Statements(begin + first.out(), begin + first.in()));
        var last = all.getLast();
        all.set(all.size() - 1, new CopyRelay.Statements(last.out() + end, last.in() + end));
        return all;
    }
}
