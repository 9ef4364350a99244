package dev.pgconvoy.fleet.schedule;

import dev.pgconvoy.fleet.Fleet;
import dev.pgconvoy.fleet.schedule.FleetDecision.Announce;
import dev.pgconvoy.fleet.schedule.FleetFact.ActionRequested;
import dev.pgconvoy.fleet.schedule.FleetFact.Ended;
import dev.pgconvoy.fleet.schedule.FleetFact.Estimated;
import dev.pgconvoy.fleet.schedule.FleetFact.PlanRequested;
import dev.pgconvoy.fleet.schedule.FleetFact.TimePassed;
import dev.pgconvoy.fleet.status.FleetNews;
import dev.pgconvoy.fleet.status.FleetStatus;
import dev.pgconvoy.migration.MigrationRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/// Decides for all fleets together which migration may begin. The same facts at the same times lead to the same
/// decisions; a fact that comes twice changes nothing the second time.
///
/// Its memory is what [#takeChanges] gives out to be stored, and [#restore] takes back.
public final class Scheduler {

    private final SchedulerSettings settings;
    private final PlanDiff diff;
    private final MigrationOrders orders;
    private final Occupancy occupancy = new Occupancy();
    private final Map<String, FleetRun> fleets = new TreeMap<>();

    /// @param hash over everything that a migration does
    public Scheduler(SchedulerSettings settings, Function<MigrationRequest, String> hash) {
        this.settings = settings;
        this.diff = new PlanDiff(hash);
        this.orders = new MigrationOrders(hash);
    }

    /// Takes back what was stored of a fleet.
    public void restore(Fleet plan, FleetHead head, Collection<ServerRun> servers) {
        var fleet = FleetRun.restore(plan, head, servers, occupancy);
        fleets.put(fleet.name(), fleet);
        servers.forEach(run -> orders.remember(fleet, run));
    }

    /// Goes on from what is shown of a fleet, to look ahead: what is shown is less than what is stored.
    public void restore(Fleet plan, FleetStatus status) {
        var layout = new FleetLayout(plan);
        var head = FleetHead.first(plan.name(), status.changedAt());
        for (var wave : status.waves()) {
            head = head.with(WaveRun.shown(wave));
        }
        restore(
                plan,
                head,
                status.servers().stream()
                        .filter(server -> layout.server(server.server()).isPresent())
                        .map(server -> ServerRun.shown(server, layout.usesOf(server.server())))
                        .toList());
    }

    /// @param now never before that of an earlier call
    /// @return what follows, in order
    public List<FleetDecision> decide(FleetFact fact, Instant now) {
        var answers = take(fact, now);
        for (var fleet : fleets.values()) {
            new WaveRules(fleet, now, orders).advance();
        }
        new PlaceFinder(settings, occupancy, orders, now).give(fleets.values());
        // A server that was skipped may have been the last one of its wave.
        for (var fleet : fleets.values()) {
            new WaveRules(fleet, now, orders).advance();
            fleet.settlePhase();
        }
        var decisions = new ArrayList<>(orders.take());
        decisions.addAll(answers);
        for (var fleet : fleets.values()) {
            var news = fleet.takeNews(now);
            news.forEach(
                    one -> decisions.add(new Announce(fleet.name(), fleet.head().revision(), one)));
        }
        return decisions;
    }

    private List<FleetDecision> take(FleetFact fact, Instant now) {
        return switch (fact) {
            case PlanRequested plan -> plan(plan, now);
            case ActionRequested action -> action(action, now);
            case Estimated estimated -> {
                estimated(estimated);
                yield List.of();
            }
            case Ended ended -> {
                ended(ended, now);
                yield List.of();
            }
            case TimePassed _ -> List.of();
        };
    }

    private List<FleetDecision> plan(PlanRequested fact, Instant now) {
        var name = fact.fleet().name();
        var refusal = PlanRules.refusal(fact);
        if (refusal.isPresent()) {
            return List.of(new Announce(name, revisionOf(name), refusal.get()));
        }
        var isNew = !fleets.containsKey(name);
        var fleet = fleets.computeIfAbsent(name, _ -> FleetRun.begin(fact.fleet(), occupancy, now));
        new PlanRules(fleet, diff, orders, now).apply(fact, isNew);
        return List.of();
    }

    private long revisionOf(String fleet) {
        return Optional.ofNullable(fleets.get(fleet))
                .map(known -> known.head().revision())
                .orElse(0L);
    }

    private List<FleetDecision> action(ActionRequested fact, Instant now) {
        var fleet = Optional.ofNullable(fleets.get(fact.fleet()));
        if (fleet.isEmpty()) {
            var reason = "no fleet \"%s\" is applied".formatted(fact.fleet());
            return List.of(new Announce(fact.fleet(), 0, new FleetNews.ActionRefused(fact.action(), reason)));
        }
        new ActionRules(fleet.get(), diff, orders, now).take(fact.action());
        return List.of();
    }

    private void estimated(Estimated fact) {
        var owner = orders.ownerOf(fact.id()).filter(known -> !known.checks());
        owner.flatMap(known -> Optional.ofNullable(fleets.get(known.fleet()))
                        .flatMap(fleet -> fleet.server(known.server())
                                .filter(run -> run.requestHash()
                                        .filter(fact.requestHash()::equals)
                                        .isPresent())
                                .map(run -> run.learned(fact.expected()))))
                .ifPresent(run -> owner.ifPresent(
                        known -> Optional.ofNullable(fleets.get(known.fleet())).ifPresent(fleet -> fleet.put(run))));
    }

    private void ended(Ended fact, Instant now) {
        var owner = orders.ownerOf(fact.id());
        if (owner.isEmpty()) {
            return;
        }
        orders.forget(fact.id());
        Optional.ofNullable(fleets.get(owner.get().fleet())).ifPresent(fleet -> {
            var run = fleet.known(owner.get().server());
            var rules = new EndRules(fleet, diff, now);
            if (owner.get().checks()) {
                rules.checksEnded(run, fact);
            } else {
                rules.ended(run, fact);
            }
        });
    }

    /// When time alone changes something: a window, an approval that is not given, a check that is due.
    public Optional<Instant> nextChange(Instant now) {
        Optional<Instant> first = Optional.empty();
        for (var fleet : fleets.values()) {
            first = WaveRules.earlier(first, new WaveRules(fleet, now, orders).wake());
        }
        return first;
    }

    /// What is to be stored since this was asked the last time.
    public List<FleetChange> takeChanges() {
        return fleets.values().stream()
                .map(FleetRun::takeChange)
                .filter(change -> !change.isNothing())
                .toList();
    }

    public Optional<FleetStatus> status(String fleet) {
        return Optional.ofNullable(fleets.get(fleet)).map(FleetStatuses::of);
    }
}
