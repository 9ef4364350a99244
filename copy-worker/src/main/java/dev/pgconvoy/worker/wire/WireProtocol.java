package dev.pgconvoy.worker.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.postgresql.util.PSQLWarning;
import org.postgresql.util.ServerErrorMessage;

/// Messages to and from one server: queries of the simple protocol, and what comes back.
final class WireProtocol {

    /// CopyData.
    static final char ROW = 'd';

    private static final int BLOCK = 256 * 1024;
    private static final int HEADER = 5;
    private static final int LARGEST_ANSWER = 1024 * 1024;
    /// What the server has not read yet, and its answers that we have not read yet, must fit into the sockets' buffers:
    /// otherwise both would wait for each other.
    private static final int WINDOW = 16 * 1024;

    private static final int MOST_IN_WINDOW = 100;
    private static final String MARK = "CLOSE ALL";
    private static final String MARKED = "CLOSE CURSOR ALL\0";

    /// privilege_not_revoked, privilege_not_granted
    private static final Set<String> RIGHTS_UNCHANGED = Set.of("01006", "01007");

    private final SessionSocket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] block = new byte[BLOCK];
    private int from;
    private int to;
    private int unread;

    WireProtocol(SessionSocket socket) throws IOException {
        this.socket = socket;
        this.in = socket.spoken().getInputStream();
        this.out = socket.spoken().getOutputStream();
    }

    /// A message but for its payload.
    ///
    /// @param size of the payload
    record Header(char kind, int size) {}

    /// @return the first warning of each script that a right was not given or not taken away
    SortedMap<Integer, SQLWarning> run(List<String> scripts) throws SQLException {
        var marked = new StringBuilder();
        scripts.forEach(
                script -> marked.append(script).append("\n;").append(MARK).append(";\n"));
        send(marked.toString());
        var done = 0;
        var warned = new TreeMap<Integer, SQLWarning>();
        ServerErrorMessage failure = null;
        for (var next = header(); next.kind() != 'Z'; next = header()) {
            switch (next.kind()) {
                case 'C' -> done += answer(next).equals(MARKED) ? 1 : 0;
                case 'E' -> failure = error(next);
                case 'N' -> keepWarning(warned, done, next);
                default -> skip(next.size());
            }
        }
        finish();
        if (failure != null) {
            throw new ScriptException(failure, Math.min(done, scripts.size() - 1));
        }
        return warned;
    }

    /// GRANT and REVOKE by somebody who may not do it end in a warning, and change nothing.
    private void keepWarning(SortedMap<Integer, SQLWarning> warned, int script, Header notice) throws SQLException {
        var warning = error(notice);
        if (RIGHTS_UNCHANGED.contains(String.valueOf(warning.getSQLState()))) {
            warned.putIfAbsent(script, new PSQLWarning(warning));
        }
    }

    /// Runs each script in a subtransaction of its own, as many in one round trip as fit into a window.
    /// The server ignores all that is in a message behind what it refuses. So each script moves the savepoint
    /// behind itself, and the next message goes back to the savepoint, wherever it is.
    EachScript runEach(List<String> scripts) throws SQLException {
        var refused = new TreeMap<Integer, SQLException>();
        var warned = new TreeMap<Integer, SQLWarning>();
        run(List.of("SAVEPOINT each"));
        for (var next = 0; next < scripts.size(); ) {
            var window = new ByteArrayOutputStream();
            var first = next;
            do {
                window.writeBytes(query(scripts.get(next) + "\n;RELEASE SAVEPOINT each;SAVEPOINT each"));
                window.writeBytes(query("ROLLBACK TO SAVEPOINT each;RELEASE SAVEPOINT each;SAVEPOINT each"));
                next++;
            } while (next < scripts.size() && next - first < MOST_IN_WINDOW && window.size() < WINDOW);
            write(window.toByteArray(), 0, window.size());
            for (var index = first; index < next; index++) {
                var failure = answered(false, index, warned);
                if (failure != null) {
                    refused.put(index, new PSQLException(failure));
                }
                var lost = answered(index == next - 1, index, warned);
                if (lost != null) {
                    throw new PSQLException(lost);
                }
            }
        }
        run(List.of("RELEASE SAVEPOINT each"));
        return new EachScript(refused, warned);
    }

    /// Reads the answer to one message.
    ///
    /// @return what the server refused, if it did
    private @Nullable ServerErrorMessage answered(boolean last, int script, SortedMap<Integer, SQLWarning> warned)
            throws SQLException {
        ServerErrorMessage failure = null;
        for (var next = header(); next.kind() != 'Z'; next = header()) {
            switch (next.kind()) {
                case 'E' -> failure = error(next);
                case 'N' -> keepWarning(warned, script, next);
                default -> skip(next.size());
            }
        }
        if (last) {
            finish();
        } else {
            skip(1);
        }
        return failure;
    }

    void send(String query) throws SQLException {
        var message = query(query);
        write(message, 0, message.length);
    }

    private static byte[] query(String query) {
        var text = query.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(HEADER + text.length + 1)
                .put((byte) 'Q')
                .putInt(4 + text.length + 1)
                .put(text)
                .put((byte) 0)
                .array();
    }

    void write(byte[] bytes, int offset, int length) throws SQLException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            throw lost(e);
        }
    }

    /// Reads the next header; waits for it.
    Header header() throws SQLException {
        require(HEADER);
        var kind = (char) (block[from] & 0xff);
        var size = ByteBuffer.wrap(block, from + 1, 4).getInt() - 4;
        if (size < 0) {
            throw new PSQLException("The server sent a message of negative length.", PSQLState.PROTOCOL_VIOLATION);
        }
        from += HEADER;
        return new Header(kind, size);
    }

    /// The payload of a short message.
    String answer(Header header) throws SQLException {
        return new String(bytes(header), StandardCharsets.UTF_8);
    }

    ServerErrorMessage error(Header header) throws SQLException {
        return new ServerErrorMessage(answer(header));
    }

    private byte[] bytes(Header header) throws SQLException {
        if (header.size() > LARGEST_ANSWER) {
            throw new PSQLException("The server sent an answer that is too long.", PSQLState.PROTOCOL_VIOLATION);
        }
        var bytes = new byte[header.size()];
        for (var read = 0; read < bytes.length; ) {
            var some = Math.min(available(), bytes.length - read);
            System.arraycopy(block, from, bytes, read, some);
            from += some;
            read += some;
        }
        return bytes;
    }

    void skip(int size) throws SQLException {
        for (var left = size; left > 0; ) {
            var some = Math.min(available(), left);
            from += some;
            left -= some;
        }
    }

    /// Hands out the row whose header was just read, and those behind it, as far as
    /// they are in the block already; what is missing of the last one is handed out
    /// by [#takeRest].
    void take(Header first, RowBlock rows) throws SQLException {
        unread = first.size();
        take(from - HEADER, 1, rows);
    }

    /// Whether the last row that was handed out is not complete.
    boolean isPartlyTaken() {
        return unread > 0;
    }

    /// Waits for more of the last row and hands it out, and those behind it.
    void takeRest(RowBlock rows) throws SQLException {
        available();
        take(from, 0, rows);
    }

    private void take(int start, int begun, RowBlock rows) throws SQLException {
        var messages = begun;
        while (true) {
            var here = Math.min(unread, to - from);
            from += here;
            unread -= here;
            if (unread > 0 || to - from < HEADER || (block[from] & 0xff) != ROW) {
                break;
            }
            unread = header().size();
            messages++;
        }
        rows.set(block, start, from - start, messages, unread == 0);
    }

    /// Whether something came in that nobody has read.
    boolean hasNews() throws SQLException {
        try {
            return to > from || in.available() > 0;
        } catch (IOException e) {
            throw lost(e);
        }
    }

    /// After ReadyForQuery: nothing may be left, because the driver would never see it.
    void finish() throws SQLException {
        skip(1);
        if (to != from) {
            throw new PSQLException("The server spoke out of turn.", PSQLState.PROTOCOL_VIOLATION);
        }
    }

    private int available() throws SQLException {
        require(1);
        return to - from;
    }

    private void require(int count) throws SQLException {
        if (to - from < count && from > 0) {
            System.arraycopy(block, from, block, 0, to - from);
            to -= from;
            from = 0;
        }
        while (to - from < count) {
            fill();
        }
    }

    private void fill() throws SQLException {
        if (from == to) {
            from = 0;
            to = 0;
        }
        try {
            var read = in.read(block, to, block.length - to);
            if (read < 0) {
                throw new PSQLException("The server closed the connection.", PSQLState.CONNECTION_FAILURE);
            }
            to += read;
        } catch (IOException e) {
            throw lost(e);
        }
    }

    /// From now on no read waits longer, and one that would is a lost connection.
    void waitAtMost(Duration time) throws SQLException {
        try {
            socket.spoken().setSoTimeout((int) Math.max(1, time.toMillis()));
        } catch (IOException e) {
            throw lost(e);
        }
    }

    private static PSQLException lost(IOException cause) {
        return new PSQLException("The connection broke: " + cause.getMessage(), PSQLState.CONNECTION_FAILURE, cause);
    }

    boolean isClosed() {
        return socket.carrier().isClosed();
    }

    void close() {
        socket.close();
    }
}
