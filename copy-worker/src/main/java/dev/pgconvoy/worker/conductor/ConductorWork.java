package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.MalformedEventException;
import dev.pgconvoy.event.MigrationEvent.MigrationSubmitted;
import dev.pgconvoy.kafka.EventProducer;
import dev.pgconvoy.migration.ExecutorKind;
import dev.pgconvoy.worker.lease.Lease;
import dev.pgconvoy.worker.lease.LeasedWork;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.MDC;

/// A submitted migration, taken from the share group.
public final class ConductorWork implements LeasedWork {

    private final Conductor conductor;
    private final EventProducer producer;

    public ConductorWork(Conductor conductor, EventProducer producer) {
        this.conductor = conductor;
        this.producer = producer;
    }

    /// Accepts the record only while it is ours: somebody else may have it by now, and would lose it.
    @Override
    public Disposition handle(ConsumerRecord<String, byte[]> leased, Lease lease) throws InterruptedException {
        try {
            var envelope = EventCodec.read(
                    leased.topic(), leased.headers(), leased.value(), Instant.ofEpochMilli(leased.timestamp()));
            if (envelope.data() instanceof MigrationSubmitted submitted
                    && submitted.executor() == ExecutorKind.WORKERS) {
                MDC.put("migration", submitted.id().toString());
                conductor.lead(envelope.withData(submitted), lease);
            }
        } catch (MalformedEventException e) {
            producer.deadLetter(leased, String.valueOf(e.getMessage()));
        } finally {
            MDC.remove("migration");
        }
        return lease.isLost() ? Disposition.RELEASE : Disposition.ACCEPT;
    }
}
