package dev.pgconvoy.monitor.azure;

import dev.pgconvoy.event.MigrationEvent;

/// Where facts go.
@FunctionalInterface
interface FactPublisher {

    /// Returns when the brokers have it.
    void publish(MigrationEvent event) throws InterruptedException;

    default void close() {}
}
