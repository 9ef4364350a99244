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

    PgTools pgTools() {
        return findPgTools.get();
    }

    Batches batches(int jobs) {
        return new Batches(batchTables, batchBytes, jobs);
    }
}
