package dev.pgconvoy.worker.wire;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.ServerErrorMessage;

/// Writes to a session that is inside a transaction. Nothing needs to be waited for between
/// two COPYs: the server takes the rows of the next one from the stream when it gets there,
/// and throws them away after an error.
final class SessionSink implements CopySink {

    private static final byte[] COPY_DONE = {'c', 0, 0, 0, 4};
    private static final Duration LONGEST_WAIT = Duration.ofMillis(300);

    private final WireProtocol wire;
    private final String query;
    private final List<Long> taken = new ArrayList<>();
    private @Nullable ServerErrorMessage failure;

    /// @param copies one or more statements each
    SessionSink(WireProtocol wire, List<String> copies) {
        this.wire = wire;
        this.query = String.join(";\n", copies);
    }

    @Override
    public void begin() throws SQLException {
        wire.send(query);
    }

    /// Looks for an answer where a row ends, so that a long row costs one call of the
    /// system for each block.
    @Override
    public void write(RowBlock block) throws SQLException {
        write(block.buffer(), block.offset(), block.length());
        if (block.endsMessage()) {
            lookWithoutWaiting();
        }
    }

    @Override
    public void endCopy() throws SQLException {
        write(COPY_DONE, 0, COPY_DONE.length);
    }

    private void write(byte[] bytes, int offset, int length) throws SQLException {
        try {
            wire.write(bytes, offset, length);
        } catch (SQLException e) {
            throw reasonOr(e);
        }
    }

    private void lookWithoutWaiting() throws SQLException {
        while (wire.hasNews()) {
            hear(wire.header());
            refuse();
        }
    }

    @Override
    public List<Long> awaitEnd() throws SQLException {
        for (var next = wire.header(); next.kind() != 'Z'; next = wire.header()) {
            hear(next);
        }
        wire.finish();
        refuse();
        return List.copyOf(taken);
    }

    /// The server's own reason why its connection broke, when it left one: it was sent
    /// before, so that nobody needs to wait for it long.
    private SQLException reasonOr(SQLException broken) {
        var until = System.nanoTime() + LONGEST_WAIT.toNanos();
        try {
            while (failure == null && System.nanoTime() - until < 0) {
                wire.waitAtMost(LONGEST_WAIT);
                hear(wire.header());
            }
        } catch (SQLException _) {
            return broken;
        }
        return failure == null ? broken : new ScriptException(failure, taken.size());
    }

    private void hear(WireProtocol.Header next) throws SQLException {
        switch (next.kind()) {
            case 'C' -> CopyTag.of(wire.answer(next)).ifPresent(tag -> taken.add(tag.rows()));
            case 'E' -> failure = wire.error(next);
            default -> wire.skip(next.size());
        }
    }

    private void refuse() throws ScriptException {
        if (failure != null) {
            throw new ScriptException(failure, taken.size());
        }
    }

    @Override
    public void abort() {
        wire.close();
    }
}
