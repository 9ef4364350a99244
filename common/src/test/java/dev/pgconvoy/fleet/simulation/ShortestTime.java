package dev.pgconvoy.fleet.simulation;

import dev.pgconvoy.fleet.Fleet;
import dev.pgconvoy.fleet.FleetServer;
import dev.pgconvoy.fleet.MigrationWindow;
import dev.pgconvoy.fleet.Wave;
import dev.pgconvoy.fleet.WaveMembers;
import dev.pgconvoy.fleet.WindowCalendar;
import dev.pgconvoy.fleet.WindowCalendar.Opening;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationOption;
import dev.pgconvoy.migration.MigrationRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The least time that a log of one fleet could have taken, whoever schedules: told from the log and the plan.
///
/// Waves come one after the other. What people and checks took at a gate is as it was. Then a wave takes at least as
/// long as the work that waits for any one of its places, or its longest server with those that need each other; its
/// canaries come before all that. A closed window makes it longer by what is closed less what may go on.
final class ShortestTime {

    private final Fleet fleet;
    private final WaveMembers members;
    private final Map<String, Long> work = new HashMap<>();
    private final Map<String, Instant> firstStart = new HashMap<>();
    private final Map<String, Instant> lastEnd = new HashMap<>();
    private long bound;

    private ShortestTime(Fleet fleet) {
        this.fleet = fleet;
        this.members = WaveMembers.of(fleet.spec());
    }

    /// @return how many times as long it took
    static double ratio(Fleet fleet, List<SeenEvent> log) {
        var shortest = new ShortestTime(fleet);
        shortest.read(log);
        return shortest.ratio();
    }

    private void read(List<SeenEvent> log) {
        var running = new HashMap<MigrationId, Instant>();
        for (var event : log) {
            if (event instanceof SeenEvent.Requested(var at, MigrationRequest request)
                    && request.options().migrationOption() != MigrationOption.VALIDATE) {
                running.put(request.id(), at);
                firstStart.putIfAbsent(LogReader.serverOf(request.id()), at);
            } else if (event instanceof SeenEvent.Ended(var at, var id, var _, var _)) {
                Optional.ofNullable(running.remove(id)).ifPresent(start -> {
                    work.merge(
                            LogReader.serverOf(id), Duration.between(start, at).toSeconds(), Long::sum);
                    lastEnd.put(LogReader.serverOf(id), at);
                });
            }
        }
    }

    private double ratio() {
        var taken = 0L;
        for (var index = 0; index < members.waves().size(); index++) {
            var ofWave = members.membersOf(index, fleet.spec().servers());
            var start = ofWave.stream()
                    .map(server -> firstStart.get(server.name()))
                    .min(Instant::compareTo)
                    .orElseThrow();
            var end = ofWave.stream()
                    .map(server -> lastEnd.get(server.name()))
                    .max(Instant::compareTo)
                    .orElseThrow();
            taken += Duration.between(start, end).toSeconds();
            bound += withClosings(members.waves().get(index), start, boundOf(index, ofWave), ofWave);
        }
        return (double) taken / bound;
    }

    private long boundOf(int index, List<FleetServer> ofWave) {
        var wave = members.waves().get(index);
        var canaries = firsts(wave, ofWave);
        var others = ofWave.stream()
                .filter(server -> !canaries.contains(server.name()))
                .toList();
        var first = canaries.stream().mapToLong(this::workOf).max().orElse(0);
        return Math.max(longest(ofWave, wave), first + longest(others, wave));
    }

    /// Those that began first, as many as there are canaries.
    private Set<String> firsts(Wave wave, List<FleetServer> ofWave) {
        return ofWave.stream()
                .map(FleetServer::name)
                .sorted((one, other) -> startOf(one).compareTo(startOf(other)))
                .limit(wave.canaries())
                .collect(Collectors.toSet());
    }

    private Instant startOf(String server) {
        return Optional.ofNullable(firstStart.get(server)).orElseThrow();
    }

    private long longest(Collection<FleetServer> servers, Wave wave) {
        var limits = fleet.spec().limits();
        var places = new HashMap<String, Long>();
        var most = new HashMap<String, Integer>();
        var longest = 0L;
        for (var server : servers) {
            longest = Math.max(longest, chain(server, servers));
            var total = Math.min(
                    limits.total().orElse(Integer.MAX_VALUE),
                    wave.maxConcurrent().orElse(Integer.MAX_VALUE));
            add(places, most, "all", total, server);
            add(
                    places,
                    most,
                    "from " + server.source().host().orElseThrow(),
                    limits.perSourceHost().orElse(Integer.MAX_VALUE),
                    server);
            add(
                    places,
                    most,
                    "to " + server.target().host().orElseThrow(),
                    limits.perTarget().orElse(1),
                    server);
            limits.perLabel()
                    .forEach((label, count) ->
                            add(places, most, label + "=" + server.labels().get(label), count, server));
        }
        for (var place : places.entrySet()) {
            longest = Math.max(longest, Math.ceilDiv(place.getValue(), (long) most.getOrDefault(place.getKey(), 1)));
        }
        return longest;
    }

    private void add(Map<String, Long> places, Map<String, Integer> most, String place, int count, FleetServer server) {
        places.merge(place, workOf(server.name()), Long::sum);
        most.put(place, count);
    }

    private long chain(FleetServer server, Collection<FleetServer> within) {
        var names = new HashSet<>(server.needs());
        return workOf(server.name())
                + within.stream()
                        .filter(other -> names.contains(other.name()))
                        .mapToLong(other -> chain(other, within))
                        .max()
                        .orElse(0);
    }

    private long workOf(String server) {
        return work.getOrDefault(server, 0L);
    }

    /// In the best case all places are taken when a window closes, each by the longest server that there is; where the
    /// window does not wait, by the one that is the latest.
    private long withClosings(Wave wave, Instant start, long needed, List<FleetServer> ofWave) {
        var window = fleet.spec().windows().stream()
                .filter(one -> wave.window().filter(one.name()::equals).isPresent())
                .findFirst();
        if (window.isEmpty()) {
            return needed;
        }
        var isWaitedFor = window.get().onClose() == MigrationWindow.OnClose.FINISH;
        var overhang = ofWave.stream()
                .mapToLong(server -> workOf(server.name()) - (isWaitedFor ? 0 : expected(server)))
                .max()
                .orElse(0);
        var calendar = new WindowCalendar(window.get());
        var at = start;
        var left = needed;
        while (true) {
            var opening = calendar.at(at).orElseThrow();
            var open = Duration.between(at, opening.until()).toSeconds() + overhang;
            if (left <= open) {
                return Duration.between(start, at).toSeconds() + left;
            }
            left -= open;
            at = nextOpening(calendar, opening);
        }
    }

    private static long expected(FleetServer server) {
        return server.expectedDuration().orElseThrow().toSeconds();
    }

    private static Instant nextOpening(WindowCalendar calendar, Opening opening) {
        return calendar.at(opening.until()).orElseThrow().from();
    }
}
