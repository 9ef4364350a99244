package dev.pgconvoy.worker.dispatch;

import dev.pgconvoy.event.Event;
import dev.pgconvoy.event.MigrationEvent.MigrationObserved;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.kafka.EventProducer;
import dev.pgconvoy.kafka.PublishFailures;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.Observation;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// Says what a conductor observes.
public final class ObservationPublisher {

    private final EventProducer producer;
    private final MigrationId id;
    private final String requestHash;
    private final Optional<String> traceparent;

    public ObservationPublisher(
            EventProducer producer, MigrationId id, String requestHash, Optional<String> traceparent) {
        this.producer = producer;
        this.id = id;
        this.requestHash = requestHash;
        this.traceparent = traceparent;
    }

    /// For what the next saying replaces.
    public void say(Observation observation) {
        producer.send(new MigrationObserved(id, Optional.of(requestHash), observation), traceparent);
    }

    /// Returns when all replicas have it.
    public void sayDurably(Observation observation) {
        publishDurably(new MigrationObserved(id, Optional.of(requestHash), observation));
    }

    /// @return completes when all replicas have it
    public CompletableFuture<Void> publish(Event event) {
        return producer.send(event, traceparent);
    }

    private void publishDurably(Event event) {
        try {
            producer.send(event, traceparent).join();
        } catch (CompletionException e) {
            throw new MigrationException(PublishFailures.classify(e, EventProducer.topicOf(event)), e);
        }
    }
}
