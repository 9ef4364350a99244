package dev.pgconvoy.submitter.azure.messaging;

import dev.pgconvoy.azure.Backoff;
import dev.pgconvoy.event.Envelope;
import dev.pgconvoy.event.EventReader;
import dev.pgconvoy.event.MalformedEventException;
import dev.pgconvoy.event.MigrationEvent.MigrationObserved;
import dev.pgconvoy.event.MigrationEvent.MigrationSubmitted;
import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.kafka.EventProducer;
import dev.pgconvoy.migration.ExecutorKind;
import dev.pgconvoy.submitter.azure.application.DeployMigration;
import dev.pgconvoy.submitter.azure.model.AzureOutcome;
import dev.pgconvoy.text.LogLimit;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.RetriableException;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/// What is to be done with one record: those for Azure are brought there, and what came of it is published; unreadable
/// ones are others' to put aside.
public final class SubmittedRecords {

    private static final Logger LOG = Logger.getLogger(SubmittedRecords.class);
    private static final Backoff KAFKA = new Backoff(
            Duration.ofMillis(200),
            Duration.ofSeconds(10),
            () -> ThreadLocalRandom.current().nextLong());

    private final DeployMigration deployMigration;
    private final EventReader reader;
    private final EventProducer producer;
    private final MeterRegistry metrics;
    private final LogLimit limit = new LogLimit();

    public SubmittedRecords(
            DeployMigration deployMigration, EventReader reader, EventProducer producer, MeterRegistry metrics) {
        this.deployMigration = deployMigration;
        this.reader = reader;
        this.producer = producer;
        this.metrics = metrics;
    }

    /// Returns when the record may be forgotten.
    void take(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        Envelope<MigrationSubmitted> envelope;
        try {
            envelope = reader.read(record).of(MigrationSubmitted.class);
        } catch (MalformedEventException e) {
            limit.write(
                    record.topic(),
                    "A record is unreadable (%s, partition %d, offset %d): %s"
                            .formatted(record.topic(), record.partition(), record.offset(), e.getMessage()),
                    LOG::warn);
            return;
        }
        if (envelope.data().executor() == ExecutorKind.AZURE) {
            submit(envelope.data(), envelope.traceparent());
        }
    }

    private void submit(MigrationSubmitted submitted, Optional<String> traceparent) throws InterruptedException {
        MDC.put("migration", submitted.id());
        try {
            var outcome = outcome(submitted);
            var observation = outcome.observation();
            if (observation.isPresent()) {
                var event = new MigrationObserved(
                        submitted.id(), Optional.of(submitted.acceptance().requestHash()), observation.get());
                untilSent(() -> producer.send(event, traceparent));
            }
            report(outcome, submitted);
        } finally {
            MDC.remove("migration");
        }
    }

    /// A fault of ours must not be tried for ever.
    private AzureOutcome outcome(MigrationSubmitted submitted) throws InterruptedException {
        try {
            return deployMigration.deploy(submitted.request());
        } catch (RuntimeException e) {
            LOG.errorf(
                    "Migration %s could not be brought into Azure: %s",
                    submitted.id(), e.getClass().getName());
            return new AzureOutcome.Refused(new Failure(
                    FailureCode.INTERNAL,
                    "migration " + submitted.id(),
                    "It could not be brought into Azure: a fault of ours.",
                    "Report it, with the log of the submitter."));
        }
    }

    private void report(AzureOutcome outcome, MigrationSubmitted submitted) {
        var what = outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        metrics.counter("pgconvoy.azure.submissions", "outcome", what).increment();
        if (outcome instanceof AzureOutcome.Refused(var failure)) {
            LOG.warnf("Not brought into Azure: %s", failure.sentence());
        } else {
            LOG.infof("Migration %s in Azure: %s", submitted.id(), what);
        }
    }

    private static void untilSent(Supplier<CompletableFuture<Void>> attempt) throws InterruptedException {
        for (var failures = 1; ; failures++) {
            try {
                attempt.get().get();
                return;
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof RetriableException)) {
                    throw new IllegalStateException("Kafka does not take an event", e.getCause());
                }
                LOG.warnf("Kafka did not take an event, trying again: %s", e.getCause());
                TimeUnit.NANOSECONDS.sleep(
                        KAFKA.after(failures, Optional.empty()).toNanos());
            }
        }
    }
}
