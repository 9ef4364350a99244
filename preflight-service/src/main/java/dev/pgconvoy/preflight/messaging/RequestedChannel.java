package dev.pgconvoy.preflight.messaging;

import dev.pgconvoy.event.Envelope;
import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.MalformedEventException;
import dev.pgconvoy.event.MigrationEvent.MigrationObserved;
import dev.pgconvoy.event.MigrationEvent.MigrationRequested;
import dev.pgconvoy.event.RequestHash;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.preflight.application.ExamineServers;
import dev.pgconvoy.preflight.messaging.Turns.Turn;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/// `migration.requested`: many requests at a time, those of one key in their order. A record takes its turn while the
/// records still come one by one, and waits for it on a virtual thread of its own.
@ApplicationScoped
class RequestedChannel {

    private static final Logger LOG = Logger.getLogger(RequestedChannel.class);

    private final ExamineServers examineServers;
    private final EventOutlet outlet;
    private final MeterRegistry metrics;
    private final Turns turns = new Turns();

    RequestedChannel(ExamineServers examineServers, EventOutlet outlet, MeterRegistry metrics) {
        this.examineServers = examineServers;
        this.outlet = outlet;
        this.metrics = metrics;
    }

    @Incoming("requested")
    @Outgoing("requested-in-turn")
    Message<ConsumerRecord<String, byte[]>> queue(Message<ConsumerRecord<String, byte[]>> message) {
        return message.addMetadata(
                turns.take(String.valueOf(message.getPayload().key())));
    }

    @Incoming("requested-in-turn")
    @RunOnVirtualThread
    void requested(ConsumerRecord<String, byte[]> message, Turn turn) {
        try (turn) {
            turn.await();
            take(message);
        }
    }

    private void take(ConsumerRecord<String, byte[]> message) {
        try {
            var envelope = EventCodec.read(
                    message.topic(), message.headers(), message.value(), Instant.ofEpochMilli(message.timestamp()));
            if (envelope.data() instanceof MigrationRequested event) {
                validate(envelope.withData(event));
            }
        } catch (MalformedEventException e) {
            outlet.deadLetter(message, String.valueOf(e.getMessage()));
        }
    }

    private void validate(Envelope<MigrationRequested> envelope) {
        var request = envelope.data().request();
        var hash = RequestHash.of(request);
        MDC.put("migration", envelope.subject());
        try {
            var began = CompletableFuture.runAsync(
                    () -> outlet.publish(
                            new MigrationObserved(request.id(), Optional.of(hash), new Observation.ValidationBegan()),
                            envelope.traceparent()),
                    task -> Thread.ofVirtual().start(task));
            var report = metrics.timer("pgconvoy.preflight.duration").record(() -> examineServers.examine(request));
            began.join();
            outlet.publish(report.validated(hash, envelope.time()), envelope.traceparent());
            var verdict = report.verdict().text();
            metrics.counter("pgconvoy.preflight.verdicts", "verdict", verdict).increment();
            LOG.infof("Validated: %s, %d findings", verdict, report.findings().size());
        } finally {
            MDC.remove("migration");
        }
    }
}
