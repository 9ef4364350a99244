package dev.pgconvoy.launcher.command.limit;

import dev.pgconvoy.event.RateLimitSet;
import dev.pgconvoy.kafka.RecordedLimits;
import dev.pgconvoy.launcher.client.BrokerAccess;
import dev.pgconvoy.launcher.client.RequestPublisher;
import dev.pgconvoy.launcher.client.SetLimits;
import java.time.InstantSource;

/// On `copy.limits` of the brokers.
record BrokerLimits(BrokerAccess broker, InstantSource clock) implements LimitTopic {

    @Override
    public RecordedLimits read() {
        return SetLimits.read(broker);
    }

    @Override
    public void publish(RateLimitSet limit) {
        try (var publisher = new RequestPublisher(broker, clock::instant)) {
            publisher.limit(limit);
        }
    }
}
