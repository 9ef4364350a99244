package dev.pgconvoy.worker.wire;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/// The pipe between a source of rows and a sink, block by block. A failure of either end is
/// thrown as that end put it, and ends both.
public final class CopyRelay {

    private static final String NO_GUARD = "";

    private final CopySource source;
    private final CopySink sink;
    private final Progress progress;
    private final RowBlock block = new RowBlock();
    private final List<Copied> copied = new ArrayList<>();
    private long bytes;
    private long beganNanos = System.nanoTime();

    private CopyRelay(CopySource source, CopySink sink, Progress progress) {
        this.source = source;
        this.sink = sink;
        this.progress = progress;
    }

    /// @param out a COPY TO STDOUT
    /// @param in a COPY FROM STDIN in the same format; other statements may come before it
    public record Statements(String out, String in) {}

    /// Hears of what has passed. Nothing more is read before it returns, so that it may
    /// hold the copy up.
    public interface Progress {
        void passed(long rows, long bytes);
    }

    /// @param rows as both ends counted them
    /// @param bytes of COPY data
    public record Copied(long rows, long bytes, long millis) {}

    /// Both sessions are inside transactions. On failure both are broken, so that neither server takes half
    /// a copy for a whole one.
    ///
    /// @return one for each pair of statements
    /// @throws ScriptException naming the statement that a server refused
    /// @throws RowsLostException when the servers counted differently
    public static List<Copied> relay(WireSession source, WireSession target, List<Statements> copies, Progress progress)
            throws SQLException {
        return relay(source, target, copies, NO_GUARD, progress);
    }

    /// The same under guard.
    ///
    /// @param guard a query that the source is asked before the rows and after them, in the same message; it finds
    ///     nothing when all is well
    /// @throws GuardException when the guard found something
    public static List<Copied> relay(
            WireSession source, WireSession target, List<Statements> copies, String guard, Progress progress)
            throws SQLException {
        return relay(
                source.source(copies.stream().map(Statements::out).toList(), guard),
                target.sink(copies.stream().map(Statements::in).toList()),
                progress);
    }

    /// From any source into any sink, neither of which has begun. On failure
    /// both are aborted.
    ///
    /// @return one for each copy
    public static List<Copied> relay(CopySource source, CopySink sink, Progress progress) throws SQLException {
        try {
            return new CopyRelay(source, sink, progress).run();
        } catch (SQLException | RuntimeException e) {
            source.abort();
            sink.abort();
            throw e;
        }
    }

    private List<Copied> run() throws SQLException {
        sink.begin();
        source.begin();
        for (var read = source.read(block); read != CopySource.Read.END; read = source.read(block)) {
            if (read == CopySource.Read.ROWS) {
                pass();
            } else {
                endCopy();
            }
        }
        requireWholeRows();
        compare(sink.awaitEnd());
        return copied;
    }

    private void pass() throws SQLException {
        sink.write(block);
        bytes += block.payload();
        progress.passed(block.rows(), block.payload());
    }

    private void endCopy() throws SQLException {
        requireWholeRows();
        sink.endCopy();
        var now = System.nanoTime();
        copied.add(new Copied(source.rows(), bytes, (now - beganNanos) / 1_000_000));
        beganNanos = now;
        bytes = 0;
    }

    private void requireWholeRows() throws PSQLException {
        if (!block.endsMessage()) {
            throw new PSQLException("The source ended in the middle of a row.", PSQLState.PROTOCOL_VIOLATION);
        }
    }

    private void compare(List<Long> taken) throws RowsLostException {
        for (var index = 0; index < copied.size(); index++) {
            var rows = index < taken.size() ? taken.get(index) : 0;
            if (copied.get(index).rows() != rows) {
                throw new RowsLostException(index, copied.get(index).rows(), rows);
            }
        }
    }
}
