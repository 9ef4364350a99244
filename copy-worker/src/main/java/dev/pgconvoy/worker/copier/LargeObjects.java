package dev.pgconvoy.worker.copier;

import dev.pgconvoy.copy.TaskResult.UnitResult;
import dev.pgconvoy.copy.Work.CopyLargeObjects;
import dev.pgconvoy.postgres.Identifiers;
import java.sql.Connection;
import java.sql.SQLException;

/// Copies large objects with their comments and rights, in pieces, many per round trip.
final class LargeObjects {

    private static final int PIECE = 1024 * 1024;
    private static final String READ = """
            SELECT m.oid::int8, pg_catalog.lo_get(m.oid, 0, %d), pg_catalog.obj_description(m.oid, 'pg_largeobject')
            FROM pg_catalog.pg_largeobject_metadata AS m
            WHERE m.oid::int8 = ANY (?)
            ORDER BY m.oid""".formatted(PIECE);

    private LargeObjects() {}

    static UnitResult copy(CopyLargeObjects work, Connection source, Connection target, Meter meter)
            throws SQLException {
        var began = System.nanoTime();
        var bytes = 0L;
        var count = 0L;
        try (var read = source.prepareStatement(READ);
                var create = target.prepareStatement("SELECT pg_catalog.lo_from_bytea(?::oid, ?)")) {
            read.setFetchSize(16);
            read.setArray(1, source.createArrayOf("int8", work.oids().toArray()));
            try (var rows = read.executeQuery()) {
                while (rows.next()) {
                    var oid = rows.getLong(1);
                    var first = rows.getBytes(2);
                    create.setLong(1, oid);
                    create.setBytes(2, first);
                    create.execute();
                    var size = first.length == PIECE ? rest(oid, source, target) : first.length;
                    comment(oid, rows.getString(3), target);
                    bytes += size;
                    count++;
                    meter.add(size, 1);
                }
            }
        }
        LargeObjectRights.copy(work.oids(), source, target);
        return UnitResult.of(work.unit(), count, bytes, (System.nanoTime() - began) / 1_000_000);
    }

    private static long rest(long oid, Connection source, Connection target) throws SQLException {
        var offset = (long) PIECE;
        try (var read = source.prepareStatement("SELECT pg_catalog.lo_get(?::oid, ?, ?)");
                var write = target.prepareStatement("SELECT pg_catalog.lo_put(?::oid, ?, ?)")) {
            while (true) {
                read.setLong(1, oid);
                read.setLong(2, offset);
                read.setInt(3, PIECE);
                byte[] piece;
                try (var row = read.executeQuery()) {
                    row.next();
                    piece = row.getBytes(1);
                }
                if (piece.length == 0) {
                    return offset;
                }
                write.setLong(1, oid);
                write.setLong(2, offset);
                write.setBytes(3, piece);
                write.execute();
                offset += piece.length;
            }
        }
    }

    private static void comment(long oid, @org.jspecify.annotations.Nullable String comment, Connection target)
            throws SQLException {
        if (comment != null) {
            try (var statement = target.createStatement()) {
                statement.setEscapeProcessing(false);
                statement.execute("COMMENT ON LARGE OBJECT %d IS %s".formatted(oid, Identifiers.literal(comment)));
            }
        }
    }
}
