package dev.pgconvoy.submitter.messaging;

import dev.pgconvoy.event.Event;
import dev.pgconvoy.event.EventType;
import dev.pgconvoy.event.FleetEvent.FleetActionRequested;
import dev.pgconvoy.event.FleetEvent.FleetChanged;
import dev.pgconvoy.event.FleetEvent.FleetRequested;
import dev.pgconvoy.event.MigrationEvent.CancelRequested;
import dev.pgconvoy.event.MigrationEvent.MigrationCancelled;
import dev.pgconvoy.event.MigrationEvent.MigrationCompleted;
import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.fleet.schedule.FleetDecision;
import dev.pgconvoy.fleet.schedule.FleetDecision.Announce;
import dev.pgconvoy.fleet.schedule.FleetDecision.CancelMigration;
import dev.pgconvoy.fleet.schedule.FleetDecision.RequestMigration;
import dev.pgconvoy.fleet.schedule.FleetFact;
import dev.pgconvoy.fleet.schedule.FleetFact.ActionRequested;
import dev.pgconvoy.fleet.schedule.FleetFact.Ended;
import dev.pgconvoy.fleet.schedule.FleetFact.PlanRequested;
import dev.pgconvoy.fleet.schedule.FleetFact.TimePassed;
import dev.pgconvoy.fleet.simulation.SchedulerHost;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.MigrationState;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.Substate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The submitter's whole topology as the host of a simulation: facts come as the events
/// that tell them, and decisions are read from the topics.
final class TopologyHost implements SchedulerHost {

    /// Time passes by so much where nothing happens; in between, nobody looks at windows.
    private static final Duration STEP = Duration.ofMinutes(1);

    private final Map<MigrationId, MigrationRequest> requests = new HashMap<>();
    private final FleetStreams streams;

    TopologyHost(Instant begin) {
        streams = new FleetStreams(begin);
    }

    @Override
    public List<FleetDecision> hear(FleetFact fact, Instant now) {
        hear(streams, fact, now);
        var decisions = new ArrayList<FleetDecision>();
        for (var request : streams.requests()) {
            requests.put(request.id(), request);
            decisions.add(new RequestMigration(request));
        }
        for (var event : streams.read(EventType.CANCEL_REQUESTED)) {
            if (event instanceof CancelRequested(var id, var reason)) {
                decisions.add(new CancelMigration(id, reason));
            }
        }
        for (var change : streams.changes()) {
            decisions.add(decision(change));
        }
        // Nobody reads them here, and they would be kept.
        streams.records(EventType.FLEET_STATE_RECORDED.topic());
        return decisions;
    }

    private static Announce decision(FleetChanged change) {
        return new Announce(change.fleet(), change.revision(), change.news(), change.cause());
    }

    private void hear(FleetStreams process, FleetFact fact, Instant now) {
        if (now.isAfter(process.now())) {
            process.passes(Duration.between(process.now(), now));
        }
        event(fact).ifPresent(process::hear);
    }

    private Optional<Event> event(FleetFact fact) {
        return switch (fact) {
            case PlanRequested plan -> Optional.of(new FleetRequested(plan.fleet(), plan.replace(), plan.prune()));
            case ActionRequested action -> Optional.of(new FleetActionRequested(action.fleet(), action.action()));
            case Ended ended -> Optional.of(ended(ended));
            case TimePassed _ -> Optional.empty();
            case FleetFact.PlanUnreadable _, FleetFact.Estimated _, FleetFact.IdUsed _, FleetFact.IdFree _ ->
                throw new IllegalArgumentException("no simulation has " + fact);
        };
    }

    private Event ended(Ended fact) {
        var request = Optional.ofNullable(requests.get(fact.id())).orElseThrow();
        var plain = FleetStreams.ended(request, fact.state(), Substate.COMPLETED);
        return fact.state() == MigrationState.CANCELED
                ? new MigrationCancelled(plain)
                : new MigrationCompleted(fact.verified() ? verified(plain) : plain);
    }

    private static MigrationStatus verified(MigrationStatus status) {
        return new MigrationStatus(
                status.id(),
                status.revision(),
                status.state(),
                status.substate(),
                status.request(),
                status.requestHash(),
                status.requestedAt(),
                status.changedAt(),
                status.databases(),
                status.findings(),
                status.failure(),
                status.obstacle(),
                Optional.of(Fixtures.aReport()),
                status.databasesToDrop(),
                status.stalledSince(),
                status.azure(),
                status.cancelReason(),
                status.preflight(),
                status.pause());
    }

    @Override
    public Optional<Instant> nextChange(Instant now) {
        return Optional.of(now.plus(STEP));
    }

    @Override
    public void kill() {
        streams.kill();
    }

    @Override
    public void fork(FleetFact fact, Instant now) {
        try (var other = streams.successor()) {
            hear(other, fact, now);
        }
    }

    @Override
    public void close() {
        streams.close();
    }
}
