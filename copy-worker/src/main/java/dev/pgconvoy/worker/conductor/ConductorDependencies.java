package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.kafka.EventProducer;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.worker.dispatch.InboxRegistry;
import dev.pgconvoy.worker.dispatch.RetryPolicy;
import dev.pgconvoy.worker.pause.WantedPauses;
import dev.pgconvoy.worker.plan.TableBatches;
import dev.pgconvoy.worker.plan.TableSplitter;
import dev.pgconvoy.worker.plan.UsefulStreams;
import dev.pgconvoy.worker.snapshot.MigrationHistory;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.Supplier;

/// What conductors of this process share.
///
/// @param worker the name of this process
/// @param servers of a migration
public record ConductorDependencies(
        String worker,
        Supplier<Instant> clock,
        EventProducer producer,
        InboxRegistry switchboard,
        WantedPauses pauses,
        MigrationHistory history,
        Function<MigrationRequest, MigrationServers> servers,
        RetryPolicy retries,
        int batchTables,
        long batchBytes,
        long partBytes) {

    private static final int MOST_BATCH_TABLES = 10_000;
    private static final long SMALLEST_BATCH = 1024 * 1024;

    public ConductorDependencies {
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

    TableSplitter splitter(MigrationRequest request) {
        var options = request.options();
        var wanted = options.copy().splitTablesLargerThan();
        return wanted > 0
                ? new TableSplitter(wanted, 2, 2)
                : new TableSplitter(partBytes, UsefulStreams.ofRows(request), UsefulStreams.ofWideRows(request));
    }

    TableBatches batches(MigrationRequest request) {
        var options = request.options();
        return new TableBatches(
                batchTables,
                batchBytes,
                options.jobs(),
                Math.clamp(request.databases().size(), 1, options.databasesAtOnce()));
    }
}
