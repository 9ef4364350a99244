package dev.pgconvoy.fleet.schedule;

import dev.pgconvoy.fleet.Fleet;
import dev.pgconvoy.fleet.FleetAction;
import dev.pgconvoy.fleet.FleetFault;
import dev.pgconvoy.fleet.schedule.FleetDecision.Announce;
import dev.pgconvoy.fleet.schedule.FleetFact.ActionRequested;
import dev.pgconvoy.fleet.schedule.FleetFact.Ended;
import dev.pgconvoy.fleet.schedule.FleetFact.Estimated;
import dev.pgconvoy.fleet.schedule.FleetFact.IdFree;
import dev.pgconvoy.fleet.schedule.FleetFact.IdUsed;
import dev.pgconvoy.fleet.schedule.FleetFact.PlanRequested;
import dev.pgconvoy.fleet.schedule.FleetFact.PlanUnreadable;
import dev.pgconvoy.fleet.schedule.FleetFact.TimePassed;
import dev.pgconvoy.fleet.status.FleetNews;
import dev.pgconvoy.fleet.status.FleetStatus;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.MigrationState;
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

    /// A migration has this id, or had it.
    ///
    /// @param end how it has ended; empty when it has not, as far as is known
    public record UsedId(MigrationId id, Optional<MigrationState> end) {}

    private final SchedulerSettings settings;
    private final PlanDiff diff;
    private final MigrationOrders orders;
    private final Occupancy occupancy = new Occupancy();
    private final Map<String, FleetRun> fleets = new TreeMap<>();
    private final List<FleetChange> deletions = new ArrayList<>();

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

    /// Takes back what was stored of an id.
    public void restore(UsedId id) {
        orders.restore(id);
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
        return decide(List.of(fact), now);
    }

    /// The same of facts that come at one moment: places are given when all of them are known.
    public List<FleetDecision> decide(List<? extends FleetFact> facts, Instant now) {
        var answers = facts.stream().flatMap(fact -> take(fact, now).stream()).toList();
        do {
            fleets.values().forEach(fleet -> new WaveRules(fleet, now, orders).advance());
        } while (new PlaceFinder(settings, occupancy, orders, now).give(fleets.values()));
        fleets.values().forEach(FleetRun::settlePhase);
        var decisions = new ArrayList<>(orders.take());
        decisions.addAll(answers);
        for (var fleet : fleets.values()) {
            decisions.addAll(announcements(fleet, now));
        }
        return decisions;
    }

    private static List<FleetDecision> announcements(FleetRun fleet, Instant now) {
        var news = fleet.takeNews(now);
        var revision = fleet.head().revision();
        return news.stream()
                .<FleetDecision>map(said -> new Announce(fleet.name(), revision, said.news(), said.cause()))
                .toList();
    }

    private List<FleetDecision> take(FleetFact fact, Instant now) {
        return switch (fact) {
            case PlanRequested plan -> plan(plan, now);
            case PlanUnreadable(var name, var reason, var cause) ->
                List.of(new Announce(
                        name, revisionOf(name), new FleetNews.PlanRefused(List.of(FleetFault.ofAll(reason))), cause));
            case ActionRequested action -> action(action, now);
            case Estimated estimated -> {
                estimated(estimated);
                yield List.of();
            }
            case Ended ended -> {
                ended(ended, now);
                yield List.of();
            }
            case IdUsed used -> {
                used(used, now);
                yield List.of();
            }
            case IdFree(var id) -> {
                orders.free(id);
                yield List.of();
            }
            case TimePassed _ -> List.of();
        };
    }

    /// @return why nothing is done for somebody who has looked at another revision
    static Optional<String> movedOn(String fleet, long revision, Optional<Long> expected) {
        return expected.filter(known -> known != revision)
                .map(known -> revision == 0
                        ? "no fleet \"%s\" is applied, and this is for its revision %d".formatted(fleet, known)
                        : "the fleet \"%s\" has moved on to revision %d, and this is for revision %d; look at it again with: pgconvoy fleet status --fleet %s"
                                .formatted(fleet, revision, known, fleet));
    }

    private List<FleetDecision> plan(PlanRequested fact, Instant now) {
        var name = fact.fleet().name();
        var refusal = PlanRules.refusal(fact, fleets, revisionOf(name));
        if (refusal.isPresent()) {
            return List.of(new Announce(name, revisionOf(name), refusal.get(), fact.cause()));
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
            return List.of(
                    new Announce(fact.fleet(), 0, new FleetNews.ActionRefused(fact.action(), reason), fact.cause()));
        }
        var isTaken = new ActionRules(fleet.get(), diff, orders, now).take(fact);
        return isTaken && fact.action() instanceof FleetAction.Delete ? delete(fleet.get(), now) : List.of();
    }

    private List<FleetDecision> delete(FleetRun fleet, Instant now) {
        fleets.remove(fleet.name());
        orders.forgetFleet(fleet.name());
        deletions.add(fleet.deletion());
        return announcements(fleet, now);
    }

    /// Its own request is no surprise, and after it no other one is: an id is given once. Another
    /// one that comes before is a surprise, as that of the fleet is never answered then.
    private void used(IdUsed fact, Instant now) {
        orders.use(fact.id());
        orders.ownerOf(fact.id())
                .ifPresent(owner -> Optional.ofNullable(fleets.get(owner.fleet()))
                        .ifPresent(fleet -> {
                            var run = fleet.known(owner.server());
                            var asked = owner.checks() ? run.check().requestHash() : run.requestHash();
                            if (asked.filter(fact.requestHash()::equals).isPresent()) {
                                orders.answered(fact.id());
                            } else if (asked.isPresent() && !orders.isAnswered(fact.id())) {
                                orders.forget(fact.id());
                                orders.use(fact.id());
                                var rules = new EndRules(fleet, diff, now);
                                if (owner.checks()) {
                                    rules.checksTaken(run, fact.id());
                                } else {
                                    rules.taken(run, fact.id());
                                }
                            }
                        }));
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
        orders.use(fact.id(), fact.state());
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
        var changes = new ArrayList<>(deletions);
        deletions.clear();
        fleets.values().stream()
                .map(FleetRun::takeChange)
                .filter(change -> !change.isNothing())
                .forEach(changes::add);
        return changes;
    }

    /// What is to be stored of ids since this was asked the last time, empty for one that
    /// is free again.
    public Map<MigrationId, Optional<UsedId>> takeChangedIds() {
        return orders.takeChangedIds();
    }

    /// Whether nothing of a fleet is to begin or to end any more, or it is not applied.
    public boolean isOver(String fleet) {
        return Optional.ofNullable(fleets.get(fleet)).map(FleetRun::isOver).orElse(true);
    }

    public Optional<FleetStatus> status(String fleet) {
        return Optional.ofNullable(fleets.get(fleet)).map(FleetStatuses::of);
    }
}
