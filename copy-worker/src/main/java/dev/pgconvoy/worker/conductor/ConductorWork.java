package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.event.EventReader;
import dev.pgconvoy.event.MalformedEventException;
import dev.pgconvoy.event.MigrationEvent.MigrationSubmitted;
import dev.pgconvoy.kafka.EventProducer;
import dev.pgconvoy.migration.ExecutorKind;
import dev.pgconvoy.worker.lease.Lease;
import dev.pgconvoy.worker.lease.LeasedWork;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.MDC;

/// A submitted migration, taken from the share group.
public final class ConductorWork implements LeasedWork {

    private final Conductor conductor;
    private final EventReader reader;
    private final EventProducer producer;

    public ConductorWork(Conductor conductor, EventReader reader, EventProducer producer) {
        this.conductor = conductor;
        this.reader = reader;
        this.producer = producer;
    }

    /// Accepts the record only when the migration is over: the one who leads it now may die, and somebody must get it
    /// then.
    @Override
    public Disposition handle(ConsumerRecord<String, byte[]> leased, Lease lease) throws InterruptedException {
        var over = true;
        try {
            var envelope = reader.read(leased).of(MigrationSubmitted.class);
            var submitted = envelope.data();
            if (submitted.executor() == ExecutorKind.WORKERS) {
                MDC.put("migration", submitted.id().toString());
                over = conductor.lead(envelope, isRepeated(leased, submitted), lease);
            }
        } catch (MalformedEventException e) {
            producer.deadLetter(leased, String.valueOf(e.getMessage()));
        } finally {
            MDC.remove("migration");
        }
        return over && !lease.isLost() ? Disposition.ACCEPT : Disposition.RELEASE;
    }

    private static boolean isRepeated(ConsumerRecord<String, byte[]> leased, MigrationSubmitted submitted) {
        return leased.deliveryCount().orElse((short) 1) > 1 || submitted.attempt() > 1;
    }
}
