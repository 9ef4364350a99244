package dev.pgconvoy.launcher.stack;

import java.time.Duration;

/// A broker that is its own controller.
///
/// @param port on 127.0.0.1; 0 for a free one
/// @param heapMegabytes of its JVM
/// @param startLimit how long it may take to be ready
public record KafkaSettings(int port, int heapMegabytes, Duration startLimit) implements Part {

    public static final String NAME = "kafka";

    private static final int SLIM = 192;
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    public static KafkaSettings slim() {
        return new KafkaSettings(0, SLIM, START_LIMIT);
    }

    public KafkaSettings onPort(int newPort) {
        return new KafkaSettings(newPort, heapMegabytes, startLimit);
    }

    @Override
    public String name() {
        return NAME;
    }
}
