package dev.pgconvoy.launcher.client;

import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.EventType;
import dev.pgconvoy.event.FleetEvent.FleetStateRecorded;
import dev.pgconvoy.event.MalformedEventException;
import dev.pgconvoy.fleet.status.FleetStatus;
import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.text.Spelling;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// The latest state of each fleet. The last plan that somebody wanted says nothing of what is
/// applied: it may have been refused.
///
/// @param states of the fleets that were accepted, by their names
public record RecordedFleets(SortedMap<String, FleetStatus> states) {

    private static final String STATES = EventType.FLEET_STATE_RECORDED.topic();

    public static RecordedFleets read(BrokerAccess broker) {
        var fleets = new RecordedFleets(new TreeMap<>());
        RecordedTopics.read(broker, List.of(STATES), fleets::take);
        return fleets;
    }

    private void take(ConsumerRecord<String, byte[]> entry) {
        if (entry.key() == null) {
            return;
        }
        if (entry.value() == null) {
            states.remove(entry.key());
            return;
        }
        try {
            var event = EventCodec.read(
                            entry.topic(), entry.headers(), entry.value(), Instant.ofEpochMilli(entry.timestamp()))
                    .data();
            if (event instanceof FleetStateRecorded recorded) {
                states.put(recorded.status().fleet(), recorded.status());
            }
        } catch (MalformedEventException _) {
            // What cannot be read is no state.
        }
    }

    public Optional<FleetStatus> state(String fleet) {
        return Optional.ofNullable(states.get(fleet));
    }

    /// @throws CommandException when no fleet of this name is applied there
    public FleetStatus requireState(String fleet) {
        return state(fleet)
                .orElseThrow(() -> CommandException.unusable("No fleet \"%s\" is applied there%s"
                        .formatted(
                                fleet,
                                Spelling.nearest(fleet, states.keySet())
                                        .map("; did you mean %s?"::formatted)
                                        .orElse("; list those that are with: pgconvoy fleet status"))));
    }

    /// The only fleet there is, for commands that name none.
    ///
    /// @throws CommandException when there is none, or more than one
    public FleetStatus requireOnly() {
        if (states.size() != 1) {
            throw CommandException.usage(
                    states.isEmpty()
                            ? "No fleet is applied there; apply one with: pgconvoy fleet apply FILE"
                            : "Name the fleet with --fleet; there are: "
                                    + String.join(
                                            ", ",
                                            states.keySet().stream().limit(20).toList()));
        }
        return states.values().iterator().next();
    }
}
