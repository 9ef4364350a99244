package dev.pgconvoy.launcher.client;

import dev.pgconvoy.event.Envelope;
import dev.pgconvoy.event.Event;
import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.FleetEvent.FleetActionRequested;
import dev.pgconvoy.event.FleetEvent.FleetRequested;
import dev.pgconvoy.event.MigrationEvent.CancelRequested;
import dev.pgconvoy.event.MigrationEvent.MigrationRequested;
import dev.pgconvoy.event.MigrationEvent.PauseSet;
import dev.pgconvoy.event.RateLimitSet;
import dev.pgconvoy.kafka.EventProducer;
import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.launcher.exit.ExitCode;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationRequest;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.TopicAuthorizationException;

/// Says what the user wants, and returns when the broker has it.
public final class RequestPublisher implements AutoCloseable {

    private static final String SOURCE = "/pgconvoy/cli";
    private static final String ACTOR = "local";
    private static final int PATIENCE_SECONDS = 30;

    private final EventCodec codec;
    private final EventProducer producer;

    public RequestPublisher(BrokerAccess broker, Supplier<Instant> clock) {
        this.codec = new EventCodec(SOURCE, clock);
        this.producer = broker.producer(codec);
    }

    /// @return the event's id, by which a refusal is known
    public String request(MigrationRequest request) {
        return publish(new MigrationRequested(request)).eventId();
    }

    public void cancel(MigrationId id, String reason) {
        publish(new CancelRequested(id, reason));
    }

    /// Wants a migration paused, or resumed.
    public void pause(PauseSet wish) {
        publish(wish);
    }

    /// Wants a plan applied.
    ///
    /// @return the event's id, by which a refusal is known
    public String apply(FleetRequested plan) {
        return publish(plan).eventId();
    }

    /// @return the event's id, by which a refusal is known
    public String act(FleetActionRequested action) {
        return publish(action).eventId();
    }

    /// Sets what all workers together may copy, or takes it back.
    public void limit(RateLimitSet limit) {
        publish(limit);
    }

    private <E extends Event> Envelope<E> publish(E event) {
        var envelope = codec.envelope(event, Optional.empty(), Optional.of(ACTOR));
        try {
            producer.send(EventCodec.record(envelope)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return envelope;
        } catch (ExecutionException | TimeoutException e) {
            if (e.getCause() instanceof TopicAuthorizationException denied) {
                throw denied;
            }
            throw new CommandException(
                    ExitCode.UNUSABLE,
                    "The broker did not take the event for %s: %s. Try again when it answers."
                            .formatted(
                                    event.subject(),
                                    e.getCause() == null
                                            ? "no answer in time"
                                            : e.getCause().getMessage()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException(ExitCode.INTERRUPTED, "interrupted while publishing " + event.subject(), e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
