package dev.pgconvoy.fleet.simulation;

import dev.pgconvoy.event.RequestHash;
import dev.pgconvoy.fleet.Fleet;
import dev.pgconvoy.fleet.FleetAction;
import dev.pgconvoy.fleet.Gate;
import dev.pgconvoy.fleet.schedule.FleetDecision.Announce;
import dev.pgconvoy.fleet.schedule.FleetDecision.CancelMigration;
import dev.pgconvoy.fleet.schedule.FleetDecision.RequestMigration;
import dev.pgconvoy.fleet.schedule.FleetFact;
import dev.pgconvoy.fleet.schedule.FleetFact.TimePassed;
import dev.pgconvoy.fleet.status.FleetNews;
import dev.pgconvoy.fleet.status.FleetPhase;
import dev.pgconvoy.fleet.status.WavePhase;
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
import java.util.Random;

/// Executors that take time and sometimes fail, people that approve after a while, and a process that dies now and
/// then.
public final class FleetSimulation {

    public static final Instant BEGIN = Instant.parse("2026-03-28T18:00:00Z");

    private static final int FAILS_ONE_OF = 80;
    private static final int COMES_TWICE_ONE_OF = 60;
    private static final int DIES_ONE_OF = 150;
    private static final Duration LONGEST = Duration.ofDays(60);
    private static final double SPREAD = 0.15;

    private record Due(Instant at, long number, FleetFact fact) {}

    private final SchedulerHost host;
    private final Random random;
    private final Map<String, Fleet> fleets = new HashMap<>();
    private final List<SeenEvent> log = new ArrayList<>();
    private final PriorityQueue<Due> due =
            new PriorityQueue<>(Comparator.comparing(Due::at).thenComparing(Due::number));
    private final Map<MigrationId, MigrationRequest> running = new HashMap<>();
    private final Map<String, FleetPhase> phases = new HashMap<>();
    private long number;
    private int kills;

    public FleetSimulation(SchedulerHost host, long seed) {
        this.host = host;
        this.random = new Random(seed);
    }

    public void plan(Fleet fleet, Instant at) {
        fleets.put(fleet.name(), fleet);
        phases.put(fleet.name(), FleetPhase.RUNNING);
        schedule(at, new FleetFact.PlanRequested(fleet, false, false));
    }

    public void act(String fleet, FleetAction action, Instant at) {
        schedule(at, new FleetFact.ActionRequested(fleet, action));
    }

    private void schedule(Instant at, FleetFact fact) {
        due.add(new Due(at, number++, fact));
    }

    public int kills() {
        return kills;
    }

    public Map<String, FleetPhase> phases() {
        return Map.copyOf(phases);
    }

    /// @return what was seen until nothing was left to happen
    public List<SeenEvent> run() {
        var now = BEGIN;
        while (now.isBefore(BEGIN.plus(LONGEST))) {
            var next = Optional.ofNullable(due.peek());
            var change = host.nextChange(now);
            if (next.isPresent()
                    && change.filter(at -> at.isBefore(next.get().at())).isEmpty()) {
                due.remove();
                now = next.get().at();
                happen(next.get().fact(), now);
            } else if (change.isPresent() && !isOver()) {
                now = change.get().isAfter(now) ? change.get() : now.plusSeconds(1);
                happen(new TimePassed(), now);
            } else {
                break;
            }
        }
        return log;
    }

    private boolean isOver() {
        return phases.values().stream().allMatch(phase -> phase == FleetPhase.SUCCEEDED || phase == FleetPhase.ENDED);
    }

    private void happen(FleetFact fact, Instant now) {
        dieNowAndThen(fact, now);
        switch (fact) {
            case FleetFact.PlanRequested plan -> log.add(new SeenEvent.Planned(now, plan.fleet()));
            case FleetFact.ActionRequested action -> log.add(new SeenEvent.Acted(now, action.fleet(), action.action()));
            case FleetFact.Ended ended -> {
                running.remove(ended.id());
                log.add(new SeenEvent.Ended(now, ended.id(), ended.state(), ended.verified()));
            }
            case FleetFact.PlanUnreadable _,
                    FleetFact.Estimated _,
                    FleetFact.IdUsed _,
                    FleetFact.IdFree _,
                    TimePassed _ -> {}
        }
        hear(fact, now);
        if (random.nextInt(COMES_TWICE_ONE_OF) == 0) {
            hear(fact, now);
        }
    }

    private void dieNowAndThen(FleetFact fact, Instant now) {
        if (random.nextInt(DIES_ONE_OF) == 0) {
            kills++;
            host.fork(fact, now);
            host.kill();
        }
    }

    private void hear(FleetFact fact, Instant now) {
        for (var decision : host.hear(fact, now)) {
            switch (decision) {
                case RequestMigration(var request) -> request(request, now);
                case CancelMigration(var id, var _) -> cancel(id, now);
                case Announce(var fleet, var _, var news, var _) -> read(fleet, news, now);
            }
        }
    }

    private void request(MigrationRequest request, Instant now) {
        log.add(new SeenEvent.Requested(now, request));
        running.put(request.id(), request);
        if (request.options().migrationOption() == MigrationOption.VALIDATE) {
            // A source may be in use at first, and then no more.
            var isInUse = LogReader.isFirstCheck(request.id()) && random.nextInt(FAILS_ONE_OF) == 0;
            end(request, isInUse, now.plusSeconds(5 + random.nextInt(40)));
            return;
        }
        var expected = expected(request);
        var factor = Math.exp(SPREAD * random.nextGaussian());
        var takes = Duration.ofSeconds(Math.max(1, (long) (expected.toSeconds() * factor)));
        var isFailing = random.nextInt(FAILS_ONE_OF) == 0;
        end(request, isFailing, now.plus(isFailing ? takes.dividedBy(3) : takes));
    }

    private void end(MigrationRequest request, boolean isFailing, Instant at) {
        schedule(
                at,
                new FleetFact.Ended(
                        request.id(),
                        RequestHash.of(request),
                        isFailing ? MigrationState.FAILED : MigrationState.SUCCEEDED,
                        !isFailing,
                        isFailing ? Optional.of("a fault of the simulation") : Optional.empty()));
    }

    private Duration expected(MigrationRequest request) {
        return fleets.values().stream()
                .flatMap(fleet -> fleet.spec().servers().stream()
                        .filter(server -> LogReader.isOf(request.id(), fleet.name(), server.name())))
                .findFirst()
                .flatMap(server -> server.expectedDuration())
                .orElseThrow();
    }

    /// It stops within a minute.
    private void cancel(MigrationId id, Instant now) {
        log.add(new SeenEvent.Stopped(now, id));
        Optional.ofNullable(running.get(id)).ifPresent(request -> {
            due.removeIf(one ->
                    one.fact() instanceof FleetFact.Ended ended && ended.id().equals(id));
            schedule(
                    now.plusSeconds(1 + random.nextInt(59)),
                    new FleetFact.Ended(id, RequestHash.of(request), MigrationState.CANCELED, false, Optional.empty()));
        });
    }

    private void read(String fleet, FleetNews news, Instant now) {
        switch (news) {
            case FleetNews.PhaseChanged(var phase) -> phases.put(fleet, phase);
            case FleetNews.WaveChanged(var wave, var phase, var _) -> {
                if (phase == WavePhase.GATED) {
                    approveSoon(fleet, wave, now);
                }
            }
            case FleetNews.PlanRefused(var faults) -> throw new AssertionError(faults.toString());
            case FleetNews.PlanAccepted _,
                    FleetNews.PlanUnchanged _,
                    FleetNews.ActionTaken _,
                    FleetNews.ActionRefused _,
                    FleetNews.ServerChanged _ -> {}
        }
    }

    private void approveSoon(String fleet, String wave, Instant now) {
        var spec = Optional.ofNullable(fleets.get(fleet)).orElseThrow().spec();
        spec.waves().stream()
                .filter(one -> one.name().equals(wave))
                .flatMap(one -> one.gates().stream())
                .flatMap(
                        name -> spec.gates().stream().filter(gate -> gate.name().equals(name)))
                .forEach(gate -> {
                    if (gate instanceof Gate.Approval approval) {
                        act(
                                fleet,
                                new FleetAction.Approve(wave, approval.role(), "dba-on-call", "all is well"),
                                now.plusSeconds(60 + random.nextInt(1_800)));
                    }
                });
    }
}
