package dev.pgconvoy.monitor.webhook;

import dev.pgconvoy.event.EventReader;
import dev.pgconvoy.event.MalformedEventException;
import dev.pgconvoy.text.LogLimit;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/// Gives one receiver what one record says, if it concerns it.
final class Delivery {

    private static final Logger LOG = Logger.getLogger(Delivery.class);

    private final Endpoint endpoint;
    private final DeliveryState state;
    private final EventReader events;
    private final WebhookClient client;
    private final BackOff backOff;
    private final Duration keepTrying;
    private final InstantSource clock;
    private final Function<String, Optional<String>> environment;
    private final LogLimit limit = new LogLimit();

    Delivery(
            Endpoint endpoint,
            DeliveryState state,
            EventReader events,
            WebhookClient client,
            BackOff backOff,
            Duration keepTrying,
            InstantSource clock,
            Function<String, Optional<String>> environment) {
        this.endpoint = endpoint;
        this.state = state;
        this.events = events;
        this.client = client;
        this.backOff = backOff;
        this.keepTrying = keepTrying;
        this.clock = clock;
        this.environment = environment;
    }

    /// @return whether nothing is left to do with the record; otherwise it must come again
    boolean isDone(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        var happening = read(record).filter(endpoint::wants);
        if (happening.isEmpty()) {
            return true;
        }
        var id = happening.get().webhookId(endpoint.name());
        if (state.isDelivered(id)) {
            return true;
        }
        if (clock.millis() - record.timestamp() > keepTrying.toMillis()) {
            state.gaveUp();
            LOG.warnf(
                    "Webhook %s: that %s is %s is not told any more, it is older than %s",
                    endpoint.name(), record.key(), happening.get().transition().text(), keepTrying);
            return true;
        }
        return switch (send(happening.get(), id)) {
            case ReceiverAnswer.Taken _ -> {
                state.delivered(id, clock.instant());
                yield true;
            }
            case ReceiverAnswer.Gone _ -> {
                state.stopped();
                LOG.warnf("Webhook %s answered 410 and gets nothing any more until it is resumed", endpoint.name());
                yield false;
            }
            case ReceiverAnswer.NotTaken(var reason, var retryAfter) -> {
                var failures = state.failed(reason);
                var wait = backOff.after(failures, retryAfter);
                state.waitUntil(clock.instant().plus(wait));
                limit.write(
                        endpoint.name(),
                        "Webhook %s has not taken a notification, trying again in %d ms: %s"
                                .formatted(endpoint.name(), wait.toMillis(), reason),
                        LOG::warn);
                yield false;
            }
        };
    }

    private Optional<Happening> read(ConsumerRecord<String, byte[]> record) {
        try {
            return Happening.of(events.read(record).data());
        } catch (MalformedEventException | RuntimeException e) {
            limit.write(
                    record.topic(),
                    "%s/%d/%d is not told to %s: %s"
                            .formatted(
                                    record.topic(),
                                    record.partition(),
                                    record.offset(),
                                    endpoint.name(),
                                    e.getMessage()),
                    LOG::warn);
            return Optional.empty();
        }
    }

    private ReceiverAnswer send(Happening happening, String id) throws InterruptedException {
        try {
            var keys = SigningKey.of(endpoint.secret(), environment);
            var body = Notification.json(happening, id);
            var timestamp = clock.instant().getEpochSecond();
            return client.post(
                    endpoint.url(),
                    Map.of(
                            "Content-Type",
                            Notification.CONTENT_TYPE,
                            "webhook-id",
                            id,
                            "webhook-timestamp",
                            Long.toString(timestamp),
                            "webhook-signature",
                            SigningKey.signatures(keys, id, timestamp, body)),
                    body);
        } catch (IllegalStateException e) {
            return new ReceiverAnswer.NotTaken(String.valueOf(e.getMessage()), Optional.empty());
        }
    }
}
