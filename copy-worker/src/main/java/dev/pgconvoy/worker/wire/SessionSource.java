package dev.pgconvoy.worker.wire;

import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads from a session that is inside a transaction. All COPYs are asked for at once, and
/// the guard before and after them. The blocks that are handed out are the session's own.
final class SessionSource implements CopySource {

    private final WireProtocol wire;
    private final String query;
    private int ended;
    private long rows;

    /// @param copies one or more statements each
    /// @param guard finds nothing when all is well; may be empty
    SessionSource(WireProtocol wire, List<String> copies, String guard) {
        this.wire = wire;
        this.query = guarded(copies.stream(), guard);
    }

    private static String guarded(Stream<String> copies, String guard) {
        var statements = guard.isEmpty()
                ? copies
                : Stream.of(Stream.of(guard), copies, Stream.of(guard)).flatMap(Function.identity());
        return statements.collect(Collectors.joining(";\n"));
    }

    @Override
    public void begin() throws SQLException {
        wire.send(query);
    }

    @Override
    public Read read(RowBlock block) throws SQLException {
        if (wire.isPartlyTaken()) {
            wire.takeRest(block);
            return Read.ROWS;
        }
        while (true) {
            var next = wire.header();
            switch (next.kind()) {
                case WireProtocol.ROW -> {
                    wire.take(next, block);
                    return Read.ROWS;
                }
                case 'C' -> {
                    var tag = CopyTag.of(wire.answer(next));
                    if (tag.isPresent()) {
                        rows = tag.get().rows();
                        ended++;
                        return Read.END_OF_COPY;
                    }
                }
                case 'Z' -> {
                    wire.finish();
                    return Read.END;
                }
                case 'D' -> throw new GuardException(wire.answer(next));
                case 'E' -> throw new ScriptException(wire.error(next), ended, true);
                default -> wire.skip(next.size());
            }
        }
    }

    @Override
    public long rows() {
        return rows;
    }

    @Override
    public void abort() {
        wire.close();
    }
}
