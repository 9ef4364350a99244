package dev.pgconvoy.preflight.check;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.preflight.examination.Check;
import dev.pgconvoy.preflight.examination.Examination;
import dev.pgconvoy.preflight.examination.ServerSession;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Server parameters that applications or speed depend on, where the servers differ.
final class ServerParameters implements Check {

    private static final String PARAMETERS = """
            SELECT name, setting || coalesce(' ' || unit, '')
            FROM pg_settings
            WHERE name IN ('array_nulls', 'checkpoint_timeout', 'default_text_search_config', 'default_transaction_isolation',
                           'effective_cache_size', 'fsync', 'lc_monetary', 'lc_numeric', 'lc_time', 'log_timezone',
                           'maintenance_work_mem', 'max_connections', 'max_locks_per_transaction',
                           'max_parallel_maintenance_workers', 'max_parallel_workers', 'max_prepared_transactions',
                           'max_wal_size', 'max_worker_processes', 'password_encryption', 'shared_buffers',
                           'shared_preload_libraries', 'synchronous_commit', 'wal_level', 'work_mem')
            """;

    record Row(Map<String, String> source, Map<String, String> target) {}

    @Override
    public String name() {
        return "server-parameters";
    }

    @Override
    public List<Finding> run(Examination examination) throws SQLException {
        return assess(new Row(read(examination.source()), read(examination.target())));
    }

    private static Map<String, String> read(ServerSession server) throws SQLException {
        var parameters = new TreeMap<String, String>();
        server.query(PARAMETERS, row -> parameters.put(row.getString(1), row.getString(2)));
        return parameters;
    }

    List<Finding> assess(Row row) {
        var differing = new ArrayList<String>();
        row.source.forEach((name, value) -> {
            var there = row.target.get(name);
            if (there != null && !there.equals(value)) {
                differing.add("%s (source %s, target %s)".formatted(name, value, there));
            }
        });
        return differing.isEmpty()
                ? List.of()
                : List.of(Finding.info(
                        name(),
                        FindingCode.PARAMETERS_DIFFER,
                        "server parameters",
                        "They are not moved, and differ: " + String.join("; ", differing)));
    }
}
