package dev.pgconvoy.launcher.client;

import dev.pgconvoy.kafka.RecordedLimits;
import dev.pgconvoy.launcher.exit.CommandException;
import java.util.List;

/// The limits that are set now, read from the compacted topic up to its present end.
public final class SetLimits {

    private SetLimits() {}

    /// @throws CommandException when the broker does not deliver them in time
    public static RecordedLimits read(BrokerAccess broker) {
        var limits = new RecordedLimits();
        RecordedTopics.read(broker, List.of(RecordedLimits.TOPIC), limits::take);
        return limits;
    }
}
