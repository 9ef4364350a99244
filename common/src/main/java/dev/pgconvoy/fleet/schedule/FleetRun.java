package dev.pgconvoy.fleet.schedule;

import dev.pgconvoy.fleet.Fleet;
import dev.pgconvoy.fleet.FleetServer;
import dev.pgconvoy.fleet.Gate;
import dev.pgconvoy.fleet.Wave;
import dev.pgconvoy.fleet.status.FleetNews;
import dev.pgconvoy.fleet.status.FleetPhase;
import dev.pgconvoy.fleet.status.ServerPhase;
import dev.pgconvoy.fleet.status.WavePhase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// One fleet while the scheduler works on it: what is stored, what follows from its plan, and what has changed since
/// somebody looked.
final class FleetRun {

    private final Occupancy occupancy;
    private FleetLayout layout;
    private FleetHead head;
    private final Map<String, ServerRun> servers = new HashMap<>();
    private List<WaveCount> counts = List.of();
    private final Set<String> changedServers = new LinkedHashSet<>();
    private final Set<String> forgottenServers = new LinkedHashSet<>();
    private boolean planChanged;
    private boolean headChanged;
    private boolean gateChanged;
    private final List<Said> news = new ArrayList<>();

    /// Something to be announced.
    ///
    /// @param cause of an answer: what it answers
    record Said(FleetNews news, Optional<String> cause) {}

    private FleetRun(Fleet plan, FleetHead head, Occupancy occupancy) {
        this.occupancy = occupancy;
        this.layout = new FleetLayout(plan);
        this.head = head;
        this.counts = countsOf(layout);
    }

    private static List<WaveCount> countsOf(FleetLayout layout) {
        return layout.waves().stream().map(_ -> new WaveCount()).toList();
    }

    static FleetRun begin(Fleet plan, Occupancy occupancy, Instant now) {
        var run = new FleetRun(plan, FleetHead.first(plan.name(), now), occupancy);
        run.planChanged = true;
        run.headChanged = true;
        return run;
    }

    static FleetRun restore(Fleet plan, FleetHead head, Collection<ServerRun> servers, Occupancy occupancy) {
        var run = new FleetRun(plan, head, occupancy);
        servers.forEach(run::place);
        return run;
    }

    String name() {
        return head.fleet();
    }

    FleetLayout layout() {
        return layout;
    }

    FleetHead head() {
        return head;
    }

    void replan(Fleet plan, Instant now) {
        var before = layout;
        layout = new FleetLayout(plan);
        planChanged = true;
        update(head.applied(now, remaining(before))
                .paused(head.pausedParts()
                        .keeping(
                                wave -> layout.wave(wave).isPresent(),
                                server -> layout.server(server).isPresent())));
        counts = countsOf(layout);
        servers.values().forEach(run -> countOf(run).ifPresent(count -> count.add(run)));
    }

    /// What is known of the waves that both plans name, and of them the passes of the gates that
    /// are the same in both: another gate of the same name was never passed.
    private SortedMap<String, WaveRun> remaining(FleetLayout before) {
        var remaining = new TreeMap<String, WaveRun>();
        for (var wave : layout.waves()) {
            var run = Optional.ofNullable(head.waves().get(wave.name()));
            var gates = before.wave(wave.name()).map(before::gatesOf);
            if (run.isPresent() && gates.isPresent()) {
                var same = layout.gatesOf(wave).stream()
                        .filter(gates.get()::contains)
                        .map(Gate::name)
                        .collect(Collectors.toSet());
                remaining.put(wave.name(), run.get().keeping(same::contains));
            }
        }
        return remaining;
    }

    void update(FleetHead next) {
        head = next;
        headChanged = true;
    }

    /// In an order that no restart changes.
    Collection<ServerRun> servers() {
        return new TreeMap<>(servers).values();
    }

    Optional<ServerRun> server(String name) {
        return Optional.ofNullable(servers.get(name));
    }

    ServerRun known(String name) {
        return server(name).orElseThrow(() -> new IllegalStateException("no server " + name + " is kept"));
    }

    /// Keeps it and announces a phase that is another one than before.
    void put(ServerRun next) {
        var before = server(next.server());
        place(next);
        changedServers.add(next.server());
        forgottenServers.remove(next.server());
        if (before.map(ServerRun::phase).filter(next.phase()::equals).isEmpty()) {
            say(new FleetNews.ServerChanged(
                    next.server(),
                    next.phase(),
                    next.phase() == ServerPhase.WAITING ? Optional.empty() : next.migration(),
                    next.reason()));
        }
    }

    /// Keeps nothing of a server that has never begun, and announces that.
    void forget(ServerRun removed) {
        put(removed);
        servers.remove(removed.server());
        changedServers.remove(removed.server());
        forgottenServers.add(removed.server());
    }

    /// How many servers are kept.
    int size() {
        return servers.size();
    }

    /// How many servers are kept when the plan is applied.
    int sizeWith(Fleet plan, boolean prune) {
        var names = plan.spec().servers().stream().map(FleetServer::name).collect(Collectors.toSet());
        var others = servers.values().stream()
                .filter(run -> !names.contains(run.server()))
                .filter(run -> !prune || run.hasBegun())
                .count();
        return names.size() + (int) others;
    }

    private void place(ServerRun next) {
        server(next.server()).ifPresent(before -> {
            before.uses().ifPresent(uses -> occupancy.end(name(), uses, Occupancy.Use.MIGRATION));
            before.check().uses().ifPresent(uses -> occupancy.end(name(), uses, Occupancy.Use.CHECK));
            countOf(before).ifPresent(count -> count.remove(before));
        });
        servers.put(next.server(), next);
        next.uses().ifPresent(uses -> occupancy.begin(name(), uses, Occupancy.Use.MIGRATION));
        next.check().uses().ifPresent(uses -> occupancy.begin(name(), uses, Occupancy.Use.CHECK));
        countOf(next).ifPresent(count -> count.add(next));
    }

    private Optional<WaveCount> countOf(ServerRun run) {
        return layout.waveOf(run.server()).map(counts::get);
    }

    WaveCount count(int wave) {
        return counts.get(wave);
    }

    WaveRun wave(Wave wave) {
        return Optional.ofNullable(head.waves().get(wave.name())).orElseGet(() -> WaveRun.waiting(wave.name()));
    }

    /// Keeps it and announces a phase that is another one than before.
    void put(WaveRun next) {
        var before = Optional.ofNullable(head.waves().get(next.wave()));
        update(head.with(next));
        gateChanged = gateChanged
                || !before.map(WaveRun::passed).orElseGet(TreeMap::new).equals(next.passed());
        if (before.map(WaveRun::phase).orElse(WavePhase.WAITING) != next.phase()) {
            say(new FleetNews.WaveChanged(next.wave(), next.phase(), next.reason()));
        }
    }

    List<ServerRun> membersOf(int wave) {
        return layout.namesOf(wave).stream().map(this::known).toList();
    }

    /// What the checks of the server expect, or else what the plan says.
    Duration expected(ServerRun run) {
        return run.learned().orElseGet(() -> layout.expected(layout.known(run.server())));
    }

    void say(FleetNews one) {
        news.add(new Said(one, Optional.empty()));
    }

    /// @param cause what it answers
    void answer(FleetNews one, Optional<String> cause) {
        news.add(new Said(one, cause));
    }

    /// The phase that follows from all the rest.
    void settlePhase() {
        var next = phase();
        if (head.phase() != next) {
            update(head.in(next));
            say(new FleetNews.PhaseChanged(next));
        }
    }

    private FleetPhase phase() {
        if (isOver()) {
            return servers.values().stream()
                            .allMatch(run -> run.phase() == ServerPhase.SUCCEEDED
                                    || run.phase() == ServerPhase.REMOVED
                                    || isForgotten(run))
                    ? FleetPhase.SUCCEEDED
                    : FleetPhase.ENDED;
        }
        if (head.paused()) {
            return FleetPhase.PAUSED;
        }
        return layout.waves().stream().anyMatch(wave -> wave(wave).phase() == WavePhase.STOPPED)
                ? FleetPhase.STOPPED
                : FleetPhase.RUNNING;
    }

    /// Whether nothing of it is to begin or to end any more.
    boolean isOver() {
        for (var run : servers.values()) {
            if (!run.phase().isEnded() && !isForgotten(run)) {
                return false;
            }
        }
        return true;
    }

    /// It waits and is gone from the plan: it never begins, though nobody has removed it.
    private boolean isForgotten(ServerRun run) {
        return run.isWaiting() && layout.server(run.server()).isEmpty();
    }

    /// What is to be announced since this was asked the last time.
    List<Said> takeNews(Instant now) {
        if (headChanged || !changedServers.isEmpty() || planChanged) {
            if (!news.isEmpty() || gateChanged) {
                update(head.changed(now));
            }
        }
        gateChanged = false;
        var said = List.copyOf(news);
        news.clear();
        return said;
    }

    /// What is to be done to the store when nothing of the fleet is kept.
    FleetChange deletion() {
        return new FleetChange(
                name(),
                Optional.empty(),
                Optional.empty(),
                List.copyOf(servers()),
                List.copyOf(forgottenServers),
                true);
    }

    /// What is to be stored since this was asked the last time.
    FleetChange takeChange() {
        var change = new FleetChange(
                name(),
                planChanged ? Optional.of(layout.fleet()) : Optional.empty(),
                headChanged ? Optional.of(head) : Optional.empty(),
                changedServers.stream().map(this::known).toList(),
                List.copyOf(forgottenServers),
                false);
        planChanged = false;
        headChanged = false;
        changedServers.clear();
        forgottenServers.clear();
        return change;
    }
}
