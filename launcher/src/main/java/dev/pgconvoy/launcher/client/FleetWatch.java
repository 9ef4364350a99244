package dev.pgconvoy.launcher.client;

import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.EventType;
import dev.pgconvoy.event.FleetEvent.FleetStateRecorded;
import dev.pgconvoy.event.MalformedEventException;
import dev.pgconvoy.fleet.status.FleetPhase;
import dev.pgconvoy.fleet.status.FleetStatus;
import dev.pgconvoy.kafka.TopicReader;
import dev.pgconvoy.launcher.exit.CommandException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Looks on while a fleet runs.
public final class FleetWatch {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final String STATES = EventType.FLEET_STATE_RECORDED.topic();

    private FleetWatch() {}

    /// @param fleet that there was a moment ago
    /// @param changed takes each new status
    /// @param tick takes the last one again and again, as time goes on
    /// @return the status in which it has ended or is stopped
    /// @throws CommandException when it is deleted
    public static FleetStatus untilEnded(
            BrokerAccess broker, String fleet, Consumer<FleetStatus> changed, Consumer<FleetStatus> tick) {
        try (var reader = broker.read(TopicReader.Topics.fromBeginning(STATES))) {
            return untilEnded(reader, fleet, changed, tick);
        }
    }

    static FleetStatus untilEnded(
            TopicReader reader, String fleet, Consumer<FleetStatus> changed, Consumer<FleetStatus> tick) {
        var shown = Optional.<FleetStatus>empty();
        var latest = shown;
        while (true) {
            for (var entry : reader.poll(POLL)) {
                if (entry.value() == null && fleet.equals(entry.key())) {
                    latest = Optional.empty();
                    continue;
                }
                var read = status(entry).filter(status -> status.fleet().equals(fleet));
                latest = read.isPresent() ? read : latest;
            }
            if (!reader.isCaughtUp()) {
                continue;
            }
            if (latest.isEmpty()) {
                throw CommandException.unusable("The fleet \"%s\" was deleted.".formatted(fleet));
            }
            (latest.equals(shown) ? tick : changed).accept(latest.get());
            if (needsNobody(latest.get().phase())) {
                return latest.get();
            }
            shown = latest;
        }
    }

    private static boolean needsNobody(FleetPhase phase) {
        return switch (phase) {
            case RUNNING, PAUSED -> false;
            case STOPPED, ENDED, SUCCEEDED -> true;
        };
    }

    private static Optional<FleetStatus> status(ConsumerRecord<String, byte[]> entry) {
        try {
            return Optional.of(EventCodec.read(
                            entry.topic(), entry.headers(), entry.value(), Instant.ofEpochMilli(entry.timestamp()))
                    .of(FleetStateRecorded.class)
                    .data()
                    .status());
        } catch (MalformedEventException _) {
            return Optional.empty();
        }
    }
}
