package dev.pgconvoy.fleet.simulation;

import dev.pgconvoy.fleet.schedule.FleetDecision;
import dev.pgconvoy.fleet.schedule.FleetFact;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Whatever runs the scheduler in a simulation.
public interface SchedulerHost extends AutoCloseable {

    List<FleetDecision> hear(FleetFact fact, Instant now);

    /// When it wants to be asked again though nothing has happened.
    Optional<Instant> nextChange(Instant now);

    /// The process dies and another one takes over what was stored.
    void kill();

    /// Another process believes that the work is its own for a while; nothing of what it does is committed.
    void fork(FleetFact fact, Instant now);

    @Override
    void close();
}
