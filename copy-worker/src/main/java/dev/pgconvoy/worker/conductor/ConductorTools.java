package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.kafka.EventProducer;
import dev.pgconvoy.postgres.PgTools;
import dev.pgconvoy.postgres.ServerConnector;
import java.time.Instant;
import java.util.function.Supplier;

/// What conductors of this process share.
///
/// @param worker the name of this process
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
        long batchBytes) {

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
    }

    PgTools pgTools() {
        return findPgTools.get();
    }

    Batches batches(int jobs) {
        return new Batches(batchTables, batchBytes, jobs);
    }
}
