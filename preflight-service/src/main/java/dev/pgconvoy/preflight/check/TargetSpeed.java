package dev.pgconvoy.preflight.check;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.failure.Severity;
import dev.pgconvoy.preflight.examination.Check;
import dev.pgconvoy.preflight.examination.Examination;
import dev.pgconvoy.preflight.examination.PreflightSql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Settings of the target that decide how fast it takes what comes, with the values for the time of the migration.
/// What a session may set (`maintenance_work_mem`, parallel index builds) the workers set themselves.
final class TargetSpeed implements Check {

    private static final String SETTINGS = PreflightSql.read("check/find_speed_settings");
    private static final String SIZE = """
            SELECT coalesce(sum(pg_database_size(oid)), 0)::bigint
            FROM pg_database
            WHERE has_database_privilege(oid, 'CONNECT') AND datname = ?
            """;

    private static final long MB = 1L << 20;
    private static final long GB = 1L << 30;
    private static final long MOST_WAL = 64 * GB;
    private static final int LONG_CHECKPOINT_SECONDS = 15 * 60;

    /// @param coming bytes of the databases at the source
    /// @param wal `max_wal_size` in bytes
    /// @param checkpointSeconds `checkpoint_timeout`
    /// @param buffers `shared_buffers` in bytes
    record Row(String server, long coming, long wal, int checkpointSeconds, long buffers) {}

    private record Advice(String parameter, String now, String wanted, String why, boolean needsRestart) {

        String told() {
            return "%s is %s (%s)".formatted(parameter, now, why);
        }

        String statement() {
            return "ALTER SYSTEM SET %s = '%s';".formatted(parameter, wanted);
        }
    }

    @Override
    public String name() {
        return "target-speed";
    }

    @Override
    public List<Finding> run(Examination examination) throws SQLException {
        var coming = 0L;
        for (var name : examination.selection().names()) {
            coming += examination
                    .source()
                    .query(SIZE, row -> row.getLong(1), name)
                    .getFirst();
        }
        var all = coming;
        var target = examination.target();
        return assess(target.query(
                        SETTINGS, row -> new Row(target.server(), all, row.getLong(1), row.getInt(2), row.getLong(3)))
                .getFirst());
    }

    List<Finding> assess(Row row) {
        var advice = advice(row);
        if (advice.isEmpty()) {
            return List.of();
        }
        var statements = advice.stream().map(Advice::statement).collect(Collectors.joining(" "));
        var names = advice.stream().map(Advice::parameter).toList();
        return List.of(Finding.of(
                name(),
                FindingCode.SLOW_SETTINGS,
                Severity.INFO,
                row.server,
                "%s come, and for as much some settings are small: %s."
                        .formatted(
                                SizeText.shown(row.coming),
                                advice.stream().map(Advice::told).collect(Collectors.joining("; "))),
                "For the time of the migration: %s SELECT pg_reload_conf();%s Afterwards: %s (In Azure: az postgres flexible-server parameter set --resource-group <group> --server-name <server> --name %s --value …)"
                        .formatted(
                                statements,
                                advice.stream().anyMatch(Advice::needsRestart)
                                        ? " Restart the target for shared_buffers, and keep that value."
                                        : "",
                                names.stream()
                                        .map("ALTER SYSTEM RESET %s;"::formatted)
                                        .collect(Collectors.joining(" ")),
                                names.getFirst())));
    }

    private static List<Advice> advice(Row row) {
        var advice = new ArrayList<Advice>();
        // WAL is about as much as the data; a checkpoint is forced each time that half of this is written.
        if (row.wal < Math.min(row.coming / 4, MOST_WAL / 4)) {
            advice.add(new Advice(
                    "max_wal_size",
                    SizeText.shown(row.wal),
                    Math.clamp(Math.ceilDiv(row.coming / 2, GB), 1, MOST_WAL / GB) + "GB",
                    "a checkpoint would be forced about %,d times".formatted(2 * row.coming / row.wal),
                    false));
        }
        if (row.coming >= 10 * GB && row.checkpointSeconds < LONG_CHECKPOINT_SECONDS) {
            advice.add(new Advice(
                    "checkpoint_timeout",
                    row.checkpointSeconds + " s",
                    "30min",
                    "pages are written in full after each checkpoint",
                    false));
        }
        if (row.coming >= 10 * GB && row.buffers <= 128 * MB) {
            advice.add(new Advice(
                    "shared_buffers",
                    SizeText.shown(row.buffers),
                    "2GB",
                    "as it is out of the box; a quarter of the machine's memory is usual",
                    true));
        }
        return advice;
    }
}
