package dev.pgconvoy.worker.wire;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postgresql.util.ServerErrorMessage;

/// Moves the rows of COPY from one server to the other: both are told all COPYs at once, then the source's messages
/// become the target's, block by block. Only their headers are read.
public final class CopyRelay {

    private static final byte[] COPY_DONE = {'c', 0, 0, 0, 4};
    private static final int HEADER = 5;
    private static final String NO_GUARD = "";

    private final WireSession source;
    private final WireSession target;
    private final Progress progress;
    private final List<Copied> copied = new ArrayList<>();
    private final TargetAnswers answers;
    private long bytes;
    private long beganNanos = System.nanoTime();

    private CopyRelay(WireSession source, WireSession target, Progress progress) {
        this.source = source;
        this.target = target;
        this.progress = progress;
        this.answers = new TargetAnswers(target.wire());
    }

    /// @param out a COPY TO STDOUT
    /// @param in a COPY FROM STDIN in the same format; other statements may come before it
    public record Statements(String out, String in) {}

    /// Hears of what has passed.
    public interface Progress {
        void passed(long rows, long bytes);
    }

    /// @param rows as both servers counted them
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
        try {
            return new CopyRelay(source, target, progress).run(copies, guard);
        } catch (SQLException | RuntimeException e) {
            source.abort();
            target.abort();
            throw e;
        }
    }

    private List<Copied> run(List<Statements> copies, String guard) throws SQLException {
        target.wire()
                .send(String.join(";\n", copies.stream().map(Statements::in).toList()));
        source.wire().send(guarded(copies.stream().map(Statements::out), guard));
        ServerErrorMessage failure = null;
        for (var next = source.wire().header();
                next.kind() != 'Z';
                next = source.wire().header()) {
            switch (next.kind()) {
                case 'd' -> rows(next);
                case 'c' -> send(COPY_DONE);
                case 'C' -> ended(source.wire().answer(next));
                case 'D' -> throw new GuardException(source.wire().answer(next));
                case 'E' -> failure = source.wire().error(next);
                default -> source.wire().skip(next.size());
            }
            if (failure != null) {
                throw new ScriptException(failure, copied.size());
            }
        }
        source.wire().finish();
        answers.awaitEnd();
        compare();
        return copied;
    }

    private void rows(WireProtocol.Header first) throws SQLException {
        try {
            count(source.wire().pass(first, target.wire()));
            while (source.wire().isPartlyPassed()) {
                count(source.wire().passRest(first, target.wire()));
            }
        } catch (SQLException e) {
            throw answers.reasonOr(e);
        }
        answers.lookWithoutWaiting();
    }

    private void count(WireProtocol.Passed passed) {
        var payload = passed.bytes() - HEADER * passed.messages();
        bytes += payload;
        progress.passed(passed.messages(), payload);
    }

    private void send(byte[] message) throws SQLException {
        try {
            target.wire().write(message, 0, message.length);
        } catch (SQLException e) {
            throw answers.reasonOr(e);
        }
    }

    private static String guarded(Stream<String> copies, String guard) {
        var statements = guard.isEmpty()
                ? copies
                : Stream.of(Stream.of(guard), copies, Stream.of(guard)).flatMap(Function.identity());
        return statements.collect(Collectors.joining(";\n"));
    }

    private void ended(String tag) {
        if (!TargetAnswers.isCopy(tag)) {
            return;
        }
        var rows = TargetAnswers.rowsOf(tag);
        var now = System.nanoTime();
        copied.add(new Copied(rows, bytes, (now - beganNanos) / 1_000_000));
        beganNanos = now;
        bytes = 0;
    }

    private void compare() throws RowsLostException {
        for (var index = 0; index < copied.size(); index++) {
            var taken = index < answers.rows().size() ? answers.rows().get(index) : 0;
            if (copied.get(index).rows() != taken) {
                throw new RowsLostException(index, copied.get(index).rows(), taken);
            }
        }
    }
}
