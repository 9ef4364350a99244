package dev.pgconvoy.worker.copier;

import dev.pgconvoy.copy.Work.TableCopy;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.postgres.Identifiers;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyOut;

/// Moves the rows of one table from the source's COPY to the target's, in blocks, without looking into them.
final class CopyPipe {

    private static final int BLOCK = 64 * 1024;

    private final byte[] block = new byte[BLOCK];
    private final Meter meter;
    private int filled;

    CopyPipe(Meter meter) {
        this.meter = meter;
    }

    record Copied(long rows, long bytes) {}

    /// Both sessions are inside their transactions. On failure both COPYs are ended, the sessions stay usable or are
    /// found broken.
    Copied copy(TableCopy table, Connection source, Connection target) throws SQLException {
        var out = source.unwrap(PGConnection.class).getCopyAPI().copyOut(outSql(table));
        try {
            var in = target.unwrap(PGConnection.class).getCopyAPI().copyIn(inSql(table));
            try {
                return pump(table, out, in);
            } finally {
                if (in.isActive()) {
                    in.cancelCopy();
                }
            }
        } finally {
            if (out.isActive()) {
                out.cancelCopy();
            }
        }
    }

    private Copied pump(TableCopy table, CopyOut out, CopyIn in) throws SQLException {
        var bytes = 0L;
        filled = 0;
        for (var row = out.readFromCopy(); row != null; row = out.readFromCopy()) {
            append(in, row);
            bytes += row.length;
            meter.add(row.length, 1);
        }
        flush(in);
        var written = in.endCopy();
        if (written != out.getHandledRowCount()) {
            throw new MigrationException(
                    FailureCode.CONNECTION_LOST,
                    table.table().toString(),
                    "The source sent %d rows, the target took %d.".formatted(out.getHandledRowCount(), written),
                    "The copy is repeated.");
        }
        return new Copied(written, bytes);
    }

    private void append(CopyIn in, byte[] row) throws SQLException {
        if (row.length > BLOCK - filled) {
            flush(in);
        }
        if (row.length > BLOCK) {
            in.writeToCopy(row, 0, row.length);
        } else {
            System.arraycopy(row, 0, block, filled, row.length);
            filled += row.length;
        }
    }

    private void flush(CopyIn in) throws SQLException {
        if (filled > 0) {
            in.writeToCopy(block, 0, filled);
            filled = 0;
        }
    }

    static String outSql(TableCopy table) {
        return "COPY %s%s TO STDOUT%s".formatted(table.table().quoted(), columns(table), format(table));
    }

    static String inSql(TableCopy table) {
        return "COPY %s%s FROM STDIN%s".formatted(table.table().quoted(), columns(table), format(table));
    }

    private static String columns(TableCopy table) {
        return table.columns().isEmpty() ? "" : " (" + Identifiers.quotedList(table.columns()) + ")";
    }

    private static String format(TableCopy table) {
        return table.binary() ? " WITH (FORMAT binary)" : "";
    }
}
