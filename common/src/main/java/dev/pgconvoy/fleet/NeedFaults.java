package dev.pgconvoy.fleet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What is wrong with the order that servers of a fleet ask for.
final class NeedFaults {

    /// Of a circle, that are told.
    private static final int MOST_NAMES = 10;

    private final List<FleetServer> servers;
    private final WaveMembers members;
    private final Map<String, Integer> indexes = new HashMap<>();
    private final FaultList faults;

    NeedFaults(FleetSpec spec, WaveMembers members, FaultList faults) {
        this.servers = spec.servers();
        this.members = members;
        this.faults = faults;
        for (var i = 0; i < servers.size(); i++) {
            indexes.putIfAbsent(servers.get(i).name(), i);
        }
    }

    void find() {
        for (var i = 0; i < servers.size() && !faults.isFull(); i++) {
            var needs = servers.get(i).needs();
            for (var j = 0; j < needs.size(); j++) {
                var place = "/spec/servers/%d/needs/%d".formatted(i, j);
                Optional.ofNullable(indexes.get(needs.get(j)))
                        .ifPresentOrElse(
                                needed -> laterWave(place, needed),
                                () -> faults.add(
                                        place,
                                        FleetFaults.unknown("server", needs.get(indexOf(place)), "/spec/servers")));
            }
        }
        cycles();
    }

    private static int indexOf(String place) {
        return Integer.parseInt(place.substring(place.lastIndexOf('/') + 1));
    }

    /// A wave waits for the one before it, so that would wait for ever.
    private void laterWave(String place, int needed) {
        var of = Integer.parseInt(place.split("/", -1)[3]);
        var own = members.of(servers.get(of));
        var other = members.of(servers.get(needed));
        if (own.isPresent() && other.isPresent() && other.get() > own.get()) {
            faults.add(
                    place,
                    "the server \"%s\" is in the later wave \"%s\", which begins when this server's wave \"%s\" is done: the need can never be met; put it in the same or an earlier wave"
                            .formatted(
                                    servers.get(needed).name(),
                                    members.waves().get(other.get()).name(),
                                    members.waves().get(own.get()).name()));
        }
    }

    private void cycles() {
        var done = new HashSet<Integer>();
        for (var i = 0; i < servers.size() && !faults.isFull(); i++) {
            follow(i, done);
        }
    }

    /// Depth first, with a stack of our own: a chain may be as long as the fleet.
    private void follow(int start, Set<Integer> done) {
        var path = new ArrayList<Integer>();
        var next = new ArrayList<Integer>();
        var onPath = new HashSet<Integer>();
        enter(start, path, next, onPath, done);
        while (!path.isEmpty() && !faults.isFull()) {
            var at = path.getLast();
            var needs = servers.get(at).needs();
            var which = next.getLast();
            if (which == needs.size()) {
                path.removeLast();
                next.removeLast();
                onPath.remove(at);
                done.add(at);
                continue;
            }
            next.set(next.size() - 1, which + 1);
            var needed = Optional.ofNullable(indexes.get(needs.get(which)));
            if (needed.filter(onPath::contains).isPresent()) {
                cycle(at, which, path.subList(path.indexOf(needed.get()), path.size()));
            } else {
                needed.ifPresent(index -> enter(index, path, next, onPath, done));
            }
        }
    }

    private static void enter(
            int index, List<Integer> path, List<Integer> next, Set<Integer> onPath, Set<Integer> done) {
        if (!done.contains(index)) {
            path.add(index);
            next.add(0);
            onPath.add(index);
        }
    }

    private void cycle(int at, int which, List<Integer> circle) {
        var names = new ArrayList<String>();
        circle.stream()
                .limit(MOST_NAMES)
                .forEach(index -> names.add(servers.get(index).name()));
        if (circle.size() > MOST_NAMES) {
            names.add("%d more".formatted(circle.size() - MOST_NAMES));
        }
        names.add(names.getFirst());
        faults.add(
                "/spec/servers/%d/needs/%d".formatted(at, which),
                "these servers need each other in a circle: %s; remove one of the needs"
                        .formatted(String.join(" → ", names)));
    }
}
