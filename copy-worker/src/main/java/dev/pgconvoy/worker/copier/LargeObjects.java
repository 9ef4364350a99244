package dev.pgconvoy.worker.copier;

import dev.pgconvoy.copy.Work.CopyLargeObjects;
import dev.pgconvoy.event.TaskResult.UnitResult;
import dev.pgconvoy.postgres.Identifiers;
import dev.pgconvoy.worker.WorkerSql;
import dev.pgconvoy.worker.wire.CopyRelay;
import dev.pgconvoy.worker.wire.WireSession;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/// Copies large objects with their comments: their bytes pass as rows into a temporary table, from which the target
/// makes them.
final class LargeObjects {

    private static final String LANDING = WorkerSql.read("copier/land_large_objects");
    private static final String READ = WorkerSql.read("copier/read_large_objects");
    private static final String MAKE = WorkerSql.read("copier/make_large_objects");

    private LargeObjects() {}

    static UnitResult copy(CopyLargeObjects work, WireSession source, WireSession target, CopyMeter meter)
            throws SQLException {
        var began = System.nanoTime();
        target.run(List.of(LANDING));
        var copied = relay(work, source, target, meter);
        target.run(List.of(MAKE, comments(work, source.jdbc())));
        return UnitResult.of(work.unit(), work.oids().size(), copied.bytes(), (System.nanoTime() - began) / 1_000_000);
    }

    private static CopyRelay.Copied relay(
            CopyLargeObjects work, WireSession source, WireSession target, CopyMeter meter) throws SQLException {
        meter.entersSource();
        try {
            return CopyRelay.relay(
                            source,
                            target,
                            List.of(new CopyRelay.Statements(
                                    "COPY (%s) TO STDOUT WITH (FORMAT binary)".formatted(READ.formatted(list(work))),
                                    "COPY pg_temp.pgconvoy_large_object FROM STDIN WITH (FORMAT binary)")),
                            meter::add)
                    .getFirst();
        } finally {
            meter.leavesSource();
        }
    }

    private static String list(CopyLargeObjects work) {
        return work.oids().stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private static String comments(CopyLargeObjects work, Connection source) throws SQLException {
        var script = new StringBuilder();
        try (var statement = source.createStatement();
                var rows = statement.executeQuery("""
                        SELECT objoid::int8, description FROM pg_catalog.pg_description
                        WHERE classoid = 'pg_catalog.pg_largeobject'::pg_catalog.regclass
                          AND objoid = ANY ('{%s}'::oid[])""".formatted(list(work)))) {
            while (rows.next()) {
                script.append("COMMENT ON LARGE OBJECT %d IS %s;"
                        .formatted(rows.getLong(1), Identifiers.literal(rows.getString(2))));
            }
        }
        return script.toString();
    }
}
