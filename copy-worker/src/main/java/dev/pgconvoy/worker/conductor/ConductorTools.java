package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.kafka.EventProducer;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.postgres.PgTools;
import dev.pgconvoy.postgres.ServerConnector;
import java.time.Instant;
import java.util.function.Supplier;

/// What conductors of this process share.
///
/// @param worker the name of this process
/// @param serverAccessRoles whether memberships that give access to the target's machine are moved with the roles
public record ConductorTools(
        String worker,
        Supplier<Instant> clock,
        EventProducer producer,
        Switchboard switchboard,
        History history,
        ServerConnector connector,
        Supplier<PgTools> findPgTools,
        Retries retries,
        int batchTables,
        long batchBytes,
        long partBytes,
        boolean serverAccessRoles) {

    private static final int MOST_BATCH_TABLES = 10_000;
    private static final long SMALLEST_BATCH = 1024 * 1024;

    public ConductorTools {
        if (batchTables < 1 || batchTables > MOST_BATCH_TABLES) {
            throw new IllegalArgumentException(
                    "PGCONVOY_WORKER_BATCH_TABLES must be between 1 and " + MOST_BATCH_TABLES);
        }
        if (batchBytes < SMALLEST_BATCH) {
            throw new IllegalArgumentException("PGCONVOY_WORKER_BATCH_BYTES must be at least " + SMALLEST_BATCH);
        }
        if (partBytes < SMALLEST_BATCH) {
            throw new IllegalArgumentException("PGCONVOY_WORKER_PART_BYTES must be at least " + SMALLEST_BATCH);
        }
    }

    PgTools pgTools() {
        return findPgTools.get();
    }

    Splitter splitter(MigrationRequest request) {
        var options = request.options();
        var wanted = options.copy().splitTablesLargerThan();
        return wanted > 0
                ? new Splitter(wanted, 2, 2)
                : new Splitter(partBytes, Streams.ofRows(request), Streams.ofWideRows(request));
    }

    Batches batches(int jobs) {
        return new Batches(batchTables, batchBytes, jobs);
    }
}
