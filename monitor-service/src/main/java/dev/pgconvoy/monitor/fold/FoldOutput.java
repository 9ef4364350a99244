package dev.pgconvoy.monitor.fold;

import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/// What leaves the fold, and for which topic.
record FoldOutput(String topic, byte @Nullable [] value) {

    static Serde<FoldOutput> serde() {
        return Serdes.serdeFrom((_, outgoing) -> outgoing.value(), (topic, _) -> {
            throw new UnsupportedOperationException(topic + " is only written");
        });
    }
}
