package dev.pgconvoy.submitter.application;

import dev.pgconvoy.event.Event;
import dev.pgconvoy.event.FleetEvent.FleetChanged;
import dev.pgconvoy.event.FleetEvent.FleetStateRecorded;
import dev.pgconvoy.event.MigrationEvent.CancelRequested;
import dev.pgconvoy.event.MigrationEvent.MigrationRequested;
import dev.pgconvoy.event.RequestHash;
import dev.pgconvoy.fleet.Fleet;
import dev.pgconvoy.fleet.schedule.FleetChange;
import dev.pgconvoy.fleet.schedule.FleetDecision;
import dev.pgconvoy.fleet.schedule.FleetDecision.Announce;
import dev.pgconvoy.fleet.schedule.FleetDecision.CancelMigration;
import dev.pgconvoy.fleet.schedule.FleetDecision.RequestMigration;
import dev.pgconvoy.fleet.schedule.FleetFact;
import dev.pgconvoy.fleet.schedule.FleetFact.TimePassed;
import dev.pgconvoy.fleet.schedule.FleetHead;
import dev.pgconvoy.fleet.schedule.Scheduler;
import dev.pgconvoy.fleet.schedule.Scheduler.UsedId;
import dev.pgconvoy.fleet.schedule.SchedulerSettings;
import dev.pgconvoy.fleet.schedule.ServerRun;
import dev.pgconvoy.migration.MigrationId;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Runs the scheduler of all fleets and says its decisions as events.
public final class RunFleets {

    private final Scheduler scheduler;
    private final Set<String> unpublished = new LinkedHashSet<>();
    private Instant latest = Instant.MIN;
    private Optional<Instant> decided = Optional.empty();

    public RunFleets(SchedulerSettings settings) {
        this.scheduler = new Scheduler(settings, RequestHash::of);
    }

    /// Takes back what was stored, and goes on at a time that is not before it. Its state is
    /// published again: the process before may not have come to that.
    public void restore(Fleet plan, FleetHead head, Collection<ServerRun> servers) {
        scheduler.restore(plan, head, servers);
        forward(head.changedAt());
        unpublished.add(plan.name());
    }

    /// Takes back what was stored of an id.
    public void restore(UsedId id) {
        scheduler.restore(id);
    }

    public List<Event> hear(FleetFact fact, Instant now) {
        decided = Optional.of(forward(now));
        return scheduler.decide(fact, latest).stream().map(RunFleets::event).toList();
    }

    /// What time alone has changed since the last decision; before the first one, nobody knows what has.
    public List<Event> wake(Instant now) {
        var time = forward(now);
        return decided.isEmpty()
                        || decided.flatMap(scheduler::nextChange)
                                .filter(change -> !change.isAfter(time))
                                .isPresent()
                ? hear(new TimePassed(), time)
                : List.of();
    }

    /// Clocks of different machines differ, and a rule that was decided is not decided back.
    private Instant forward(Instant now) {
        latest = now.isAfter(latest) ? now : latest;
        return latest;
    }

    private static Event event(FleetDecision decision) {
        return switch (decision) {
            case RequestMigration(var request) -> new MigrationRequested(request);
            case CancelMigration(var id, var reason) -> new CancelRequested(id, reason);
            case Announce(var fleet, var revision, var news, var cause) ->
                new FleetChanged(fleet, revision, news, cause);
        };
    }

    /// What is to be stored since this was asked the last time.
    public List<FleetChange> takeChanges() {
        var changes = scheduler.takeChanges();
        changes.forEach(change -> {
            if (change.isDeleted()) {
                unpublished.remove(change.fleet());
            } else {
                unpublished.add(change.fleet());
            }
        });
        return changes;
    }

    /// What is to be stored of ids since this was asked the last time, empty for one that
    /// is free again.
    public Map<MigrationId, Optional<UsedId>> takeChangedIds() {
        return scheduler.takeChangedIds();
    }

    /// The states that have changed since this was asked the last time.
    public List<Event> takeStates() {
        var states = unpublished.stream()
                .flatMap(fleet -> scheduler.status(fleet).stream())
                .<Event>map(FleetStateRecorded::new)
                .toList();
        unpublished.clear();
        return states;
    }
}
