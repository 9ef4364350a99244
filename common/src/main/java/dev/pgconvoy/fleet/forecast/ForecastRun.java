package dev.pgconvoy.fleet.forecast;

import dev.pgconvoy.fleet.Fleet;
import dev.pgconvoy.fleet.FleetAction;
import dev.pgconvoy.fleet.Gate;
import dev.pgconvoy.fleet.Wave;
import dev.pgconvoy.fleet.schedule.FleetDecision;
import dev.pgconvoy.fleet.schedule.FleetDecision.Announce;
import dev.pgconvoy.fleet.schedule.FleetDecision.CancelMigration;
import dev.pgconvoy.fleet.schedule.FleetDecision.RequestMigration;
import dev.pgconvoy.fleet.schedule.FleetFact;
import dev.pgconvoy.fleet.schedule.FleetFact.ActionRequested;
import dev.pgconvoy.fleet.schedule.FleetFact.Ended;
import dev.pgconvoy.fleet.schedule.FleetFact.PlanRequested;
import dev.pgconvoy.fleet.schedule.FleetFact.TimePassed;
import dev.pgconvoy.fleet.schedule.Scheduler;
import dev.pgconvoy.fleet.schedule.SchedulerSettings;
import dev.pgconvoy.fleet.status.FleetNews.ServerChanged;
import dev.pgconvoy.fleet.status.FleetStatus;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationOption;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.MigrationState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Function;

/// One possible course of a fleet: the scheduler, with migrations that only take time.
final class ForecastRun {

    private static final Duration CHECKS_TAKE = Duration.ofSeconds(30);
    private static final Duration LEAST_LEFT = Duration.ofMinutes(1);
    /// A plan that never ends, say because a server fits into no window, is followed no further.
    private static final Duration HORIZON = Duration.ofDays(366);

    /// When a migration began and ended.
    record Span(Instant start, Instant end) {}

    private record End(Instant at, Ended fact, String server) {}

    private final Fleet fleet;
    private final Function<String, Duration> durations;
    private final Scheduler scheduler;
    private final PriorityQueue<End> ends = new PriorityQueue<>(Comparator.comparing(End::at));
    private final Map<MigrationId, String> serverOf = new HashMap<>();
    private final Map<String, Instant> started = new HashMap<>();
    private final Map<String, Span> spans = new HashMap<>();

    /// @param durations of the migrations, by the name of the server
    ForecastRun(Fleet fleet, SchedulerSettings settings, Function<String, Duration> durations) {
        this.fleet = fleet;
        this.durations = durations;
        this.scheduler = new Scheduler(settings, ForecastRun::anyHash);
    }

    private static String anyHash(MigrationRequest request) {
        return request.id().toString();
    }

    /// @return by the name of the server
    Map<String, Span> from(Optional<FleetStatus> standing, Instant begin) {
        standing.ifPresent(status -> restore(status, begin));
        if (standing.isEmpty()) {
            handle(new PlanRequested(fleet, false, false), begin);
        }
        handle(new ActionRequested(fleet.name(), new FleetAction.Resume()), begin);
        approvals().forEach(approval -> handle(new ActionRequested(fleet.name(), approval), begin));
        var now = begin;
        while (now.isBefore(begin.plus(HORIZON))) {
            var end = Optional.ofNullable(ends.peek());
            var change = scheduler.nextChange(now);
            if (end.isPresent()
                    && change.filter(at -> at.isBefore(end.get().at())).isEmpty()) {
                now = end.get().at();
                finishAt(now);
            } else if (change.isPresent() && !scheduler.isOver(fleet.name())) {
                now = change.get().isAfter(now) ? change.get() : now.plusSeconds(1);
                handle(new TimePassed(), now);
            } else {
                break;
            }
        }
        return spans;
    }

    private void restore(FleetStatus status, Instant begin) {
        scheduler.restore(fleet, status);
        for (var server : status.servers()) {
            if (server.phase().isActive()) {
                server.migration().ifPresent(id -> {
                    serverOf.put(id, server.server());
                    var since = server.startedAt().orElse(begin);
                    started.put(server.server(), since);
                    var left = durations.apply(server.server()).minus(Duration.between(since, begin));
                    end(begin.plus(left.compareTo(LEAST_LEFT) > 0 ? left : LEAST_LEFT), id, server.server());
                });
            }
        }
    }

    private List<FleetAction> approvals() {
        var approvals = new ArrayList<FleetAction>();
        for (Wave wave : fleet.spec().waves()) {
            fleet.spec().gates().stream()
                    .filter(gate -> wave.gates().contains(gate.name()))
                    .forEach(gate -> {
                        if (gate instanceof Gate.Approval approval) {
                            approvals.add(new FleetAction.Approve(wave.name(), approval.role(), "", "forecast"));
                        }
                    });
        }
        return approvals;
    }

    private void end(Instant at, MigrationId id, String server) {
        ends.add(new End(at, new Ended(id, id.toString(), MigrationState.SUCCEEDED, true, Optional.empty()), server));
    }

    /// Checks begin together and take equally long, so that many end at one moment.
    private void finishAt(Instant now) {
        var facts = new ArrayList<Ended>();
        for (var end = ends.peek(); end != null && end.at().equals(now); end = ends.peek()) {
            ends.remove();
            var server = end.server();
            Optional.ofNullable(started.remove(server)).ifPresent(start -> spans.put(server, new Span(start, now)));
            facts.add(end.fact());
        }
        handle(facts, now);
    }

    private void handle(FleetFact fact, Instant now) {
        handle(List.of(fact), now);
    }

    private void handle(List<? extends FleetFact> facts, Instant now) {
        var requested = new ArrayList<MigrationRequest>();
        for (FleetDecision decision : scheduler.decide(facts, now)) {
            switch (decision) {
                case RequestMigration(var request) -> requested.add(request);
                case CancelMigration(var id, var _) -> cancel(id, now);
                case Announce announce -> begun(announce, now);
            }
        }
        for (var request : requested) {
            if (request.options().migrationOption() == MigrationOption.VALIDATE
                    && !serverOf.containsKey(request.id())) {
                end(now.plus(CHECKS_TAKE), request.id(), "");
            }
        }
    }

    private void begun(Announce announce, Instant now) {
        if (announce.news() instanceof ServerChanged(var server, var phase, var migration, var _)
                && phase == dev.pgconvoy.fleet.status.ServerPhase.RUNNING) {
            migration.ifPresent(id -> {
                serverOf.put(id, server);
                started.put(server, now);
                end(now.plus(durations.apply(server)), id, server);
            });
        }
    }

    /// At the close of its window: it ends at once and begins anew.
    private void cancel(MigrationId id, Instant now) {
        ends.removeIf(end -> end.fact().id().equals(id));
        ends.add(new End(now, new Ended(id, id.toString(), MigrationState.CANCELED, false, Optional.empty()), ""));
    }
}
