package dev.pgconvoy.launcher.client;

import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.EventType;
import dev.pgconvoy.event.FleetEvent.FleetChanged;
import dev.pgconvoy.event.MalformedEventException;
import dev.pgconvoy.fleet.status.FleetNews;
import dev.pgconvoy.kafka.DeadLetters;
import dev.pgconvoy.kafka.TopicReader;
import dev.pgconvoy.kafka.Topics;
import dev.pgconvoy.launcher.exit.CommandException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/// Hears what happens to one fleet from the moment it is opened: open it, then publish, then wait for the answer.
public final class FleetFeed implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String NEWS = EventType.FLEET_CHANGED.topic();

    private final TopicReader reader;
    private final String fleet;

    private FleetFeed(TopicReader reader, String fleet) {
        this.reader = reader;
        this.fleet = fleet;
    }

    public static FleetFeed open(BrokerAccess broker, String fleet) {
        return new FleetFeed(
                broker.read(TopicReader.Topics.fromNowOn(
                        NEWS,
                        Topics.deadLettersOf(EventType.FLEET_REQUESTED.topic()),
                        Topics.deadLettersOf(EventType.FLEET_ACTION_REQUESTED.topic()))),
                fleet);
    }

    /// @param eventId of what was published
    /// @param isAnswer whether news are an answer of its kind
    /// @throws CommandException when it is refused, or nobody answers
    public FleetNews answer(String eventId, Predicate<FleetNews> isAnswer) {
        var giveUp = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < giveUp) {
            for (var entry : reader.poll(POLL)) {
                requireNotRefused(entry, eventId);
                var answer = changed(entry)
                        .filter(changed -> answers(changed, fleet, eventId))
                        .map(FleetChanged::news)
                        .filter(isAnswer);
                if (answer.isPresent()) {
                    return answer.get();
                }
            }
        }
        throw CommandException.unusable(
                "The submitter-service has not answered within %d s. It is published and takes effect when the service runs; see: pgconvoy fleet status --fleet %s"
                        .formatted(PATIENCE.toSeconds(), fleet));
    }

    private static void requireNotRefused(ConsumerRecord<String, byte[]> entry, String eventId) {
        if (!entry.topic().equals(NEWS)
                && header(entry, "ce_id").filter(eventId::equals).isPresent()) {
            throw CommandException.unusable(
                    "It was refused: " + header(entry, DeadLetters.REASON).orElse("no reason was given"));
        }
    }

    /// Whether it may be the answer: somebody else may have asked for the same at the same
    /// time. A submitter-service of an earlier version does not say what it answers.
    static boolean answers(FleetChanged changed, String fleet, String eventId) {
        return changed.fleet().equals(fleet)
                && changed.cause().map(eventId::equals).orElse(true);
    }

    private static Optional<FleetChanged> changed(ConsumerRecord<String, byte[]> entry) {
        if (!entry.topic().equals(NEWS)) {
            return Optional.empty();
        }
        try {
            var event = EventCodec.read(
                    entry.topic(), entry.headers(), entry.value(), Instant.ofEpochMilli(entry.timestamp()));
            return event.data() instanceof FleetChanged changed ? Optional.of(changed) : Optional.empty();
        } catch (MalformedEventException _) {
            return Optional.empty();
        }
    }

    private static Optional<String> header(ConsumerRecord<?, ?> entry, String name) {
        return Optional.ofNullable(entry.headers().lastHeader(name))
                .map(Header::value)
                .map(value -> new String(value, StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        reader.close();
    }
}
