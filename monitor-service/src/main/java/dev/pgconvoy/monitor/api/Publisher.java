package dev.pgconvoy.monitor.api;

import dev.pgconvoy.event.MigrationEvent;
import java.util.Optional;

/// Hands what a caller wants to the topics.
interface Publisher {

    /// Returns when the brokers have it.
    ///
    /// @throws jakarta.ws.rs.WebApplicationException with the problem when they do not answer
    void publish(MigrationEvent event, Optional<String> traceparent);
}
