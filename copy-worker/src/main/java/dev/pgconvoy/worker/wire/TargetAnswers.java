package dev.pgconvoy.worker.wire;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.ServerErrorMessage;

/// What the target says while rows are sent to it. Nothing needs to be waited for: it takes the rows of the next COPY
/// from the stream when it gets there, and throws them away after an error.
final class TargetAnswers {

    private static final String COPY = "COPY ";
    private static final Duration LONGEST_WAIT = Duration.ofMillis(300);

    private final WireProtocol wire;
    private final List<Long> rows = new ArrayList<>();
    private @Nullable ServerErrorMessage failure;

    TargetAnswers(WireProtocol wire) {
        this.wire = wire;
    }

    /// Rows taken, one number for each COPY that ended.
    List<Long> rows() {
        return rows;
    }

    void lookWithoutWaiting() throws SQLException {
        while (wire.hasNews()) {
            hear(wire.header());
            refuse();
        }
    }

    void awaitEnd() throws SQLException {
        for (var next = wire.header(); next.kind() != 'Z'; next = wire.header()) {
            hear(next);
        }
        wire.finish();
        refuse();
    }

    /// The target's own reason why its connection broke, when it left one: it was sent before, so that
    /// nobody needs to wait for it. For a fault of the other connection the target has no reason: whoever
    /// waited for one would wait for ever.
    SQLException reasonOr(SQLException broken) {
        if (!(broken instanceof LostException lost && lost.isOf(wire))) {
            return broken;
        }
        var until = System.nanoTime() + LONGEST_WAIT.toNanos();
        try {
            while (failure == null && System.nanoTime() - until < 0) {
                wire.waitAtMost(LONGEST_WAIT);
                hear(wire.header());
            }
        } catch (SQLException _) {
            return broken;
        }
        return failure == null ? broken : new ScriptException(failure, rows.size());
    }

    private void hear(WireProtocol.Header next) throws SQLException {
        switch (next.kind()) {
            case 'C' -> {
                var tag = wire.answer(next);
                if (isCopy(tag)) {
                    rows.add(rowsOf(tag));
                }
            }
            case 'E' -> failure = wire.error(next);
            default -> wire.skip(next.size());
        }
    }

    private void refuse() throws ScriptException {
        if (failure != null) {
            throw new ScriptException(failure, rows.size());
        }
    }

    static boolean isCopy(String tag) {
        return tag.startsWith(COPY);
    }

    static long rowsOf(String tag) {
        return Long.parseLong(tag.substring(COPY.length(), tag.length() - 1));
    }
}
